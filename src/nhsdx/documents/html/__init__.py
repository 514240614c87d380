"""Documents, each as one HTML file."""
