"""What happens: parameters, network, landscape, schedule, the Mesa model, indicators."""
