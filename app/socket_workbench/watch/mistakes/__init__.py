"""Names typical mistakes where they happen in watched programs.

Each has a topic, a class and a sentence. A false alarm is worse than silence: a rule speaks only
where what the sockets did, and where need be the source, leave no correct reading of the program.
"""
