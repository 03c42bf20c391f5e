"""The web app: see a district live, compare policies, learn why; Chinese and English."""
