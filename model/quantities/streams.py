"""What a draw is for: one number for each use, so that no two uses share random numbers. Each mechanism has sixteen.

The one list that is not gathered from the mechanisms' own files: the numbers must differ from each other and never change, and
the author of a new one has to see all of them. A new mechanism takes the next one, wherever it stands in the week.
"""

TURNOVER = 16 * 1
PROBLEMS = 16 * 2
SETTLEMENT = 16 * 3
CHANNELS = 16 * 4
HANDLING = 16 * 5
EFFORT = 16 * 6
MUTUAL_HELP = 16 * 7
PARTICIPATION = 16 * 8
ORGANISING = 16 * 9
TIES = 16 * 10
BELONGING = 16 * 11
TRUST = 16 * 12
LEARNING = 16 * 13
FATIGUE = 16 * 14
SATISFACTION = 16 * 15
TRIALS = 16 * 16
IMITATION = 16 * 17
TEMPLATE = 16 * 18
MONEY = 16 * 19
POPULATION = 16 * 20
NETWORK = 16 * 21
LANDSCAPE = 16 * 22
SPILLOVER = 16 * 23
CAPTURE = 16 * 24
CAPACITY = 16 * 25
DESIGN = 16 * 26
CALLBACK = 16 * 27
ERRANDS = 16 * 28
COPRODUCTION = 16 * 29
