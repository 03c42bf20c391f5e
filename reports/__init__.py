"""Tables, figures and reports made from the results of experiments."""
