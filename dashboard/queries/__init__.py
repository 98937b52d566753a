"""The questions that pages ask of the published file, a module for each subject.

Every function takes the published file and the scope of who asks, and gives figures, or small frozen
records, from which what the scope may not see has been taken out.
"""
