"""What watches the desk from outside: is it there, can it work, how much waits."""
