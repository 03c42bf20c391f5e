"""The environment by subject; `quantities/environment.py` joins the parts."""
