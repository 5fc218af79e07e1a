"""Changes to rules: seen, checked and put in force as one version."""
