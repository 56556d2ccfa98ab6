"""How the readers are trained: windows, weights, calibration."""
