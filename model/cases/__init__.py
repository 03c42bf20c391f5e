"""Cases: their lifecycle, the queues they wait in, who works on them, the record of them."""
