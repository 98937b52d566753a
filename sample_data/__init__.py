"""A made-up trust: seven schools, their pupils, and the files they would send. Loaded like anyone's."""
