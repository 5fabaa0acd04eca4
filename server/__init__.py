"""The event: who is invited, who may come in, who has come.

    values and rules   errors guests invitations names admission guestlist seating hall
                       headcount reporting wording – pure: no clock, file, socket or environment;
                       they speak Vietnamese in `sentences`, and `english` says them again
    desk               what the desk does, one transaction each
    storage/           the only SQL
    papers/            what is printed and sent, made of our values for the drawing library
    web/               the only Flask; one module per noun
    listener           waitress, with event streams that hold no thread
    config, cli/       wiring

`admission.decide` is the rulebook, for this server and for a kiosk that is cut off alike.
"""
