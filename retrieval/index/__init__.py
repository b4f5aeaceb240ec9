"""Which passages hold a term?"""
