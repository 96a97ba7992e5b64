"""`switchboard replay`: play recorded conversations through the public API, then audit the result.

`recording` reads the files; `playing` plays them with `visitor` and `agent`, who knock at the
`door`; `from_database`, `from_api` and `from_kafka` collect what is stored; `auditing` compares, as
pure functions; `report` prints.
"""
