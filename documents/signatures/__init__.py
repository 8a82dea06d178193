"""What the digital signatures in an attached PDF say (domain.md 3.7).

`reading` looks into the file, in a child process; `checking` starts it and makes a verdict; `words` says it to people.
"""
