"""What a guest carries, drawn from plain values. A library: it imports nothing of ours.

qr           the codes, functional and styled; the only module that makes a QR
typesetting  pages and pictures by Typst, with our fonts alone; the only one that knows it
painting     set pages as PNG, in layers; the only one that knows PDFium
lettering    text made fit for print, safe file names
drawing      one invitation card, as picture and as print
cards        the folder with all cards, for the clerk who sends them
unfinished   what a stopped run had finished, so that the next goes on
seating      seat slips and name plates
chart        the hall from above, each seat with who sits there
signs        signposts for rows and desks
chest        delegates' badges, for events that have them
lists        tables on paper: the desk's fallback list, lists to sign
rehearsal    the sheet of test codes
official     what a report and an invitation letter consist of
reports      a report as PDF
word         reports and letters as .docx
excel        reports as .xlsx
"""
