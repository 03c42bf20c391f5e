"""What the machine and its system bring: processors, interrupts, files left over."""
