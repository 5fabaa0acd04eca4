"""What is printed and sent: the event's values put into the words and tables of each paper.

The one room that knows both the list and the drawing library. It is handed what stands in
the database and gives what the library draws; it reads and writes no file.

cards     invitation cards
packs     pictures and texts to send, per organisation and per guest
seating   seat slips, name plates, badges
chart     the seat chart, with names and without
signs     signposts for rows and desks
lists     lists for the desk, the chair, the file
reports   the report on the headcount
letters   the official invitation letter
"""
