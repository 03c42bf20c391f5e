"""Attribution: the share of each lever in a difference, by Shapley values over replays."""
