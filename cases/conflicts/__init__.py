"""The wall between members of staff and the cases of people they know.

`matching` compares what is declared with who is recorded, both ways; `declarations` are a member
of staff's own; `services` set, confirm and lift conflicts; `notes` take what she heard about
somebody whom she cannot find to where it belongs.
"""
