"""The contest of design from above and exploration below: at equal control and purse, and where each side leads."""
