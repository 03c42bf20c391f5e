"""The contest of design from above and exploration below: at equal control, purse and hours of search, and where each side leads."""
