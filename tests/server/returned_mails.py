"""What mail servers, mailboxes and people write back, in the forms that are met with."""

from email import message_from_string
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

DATE = "Mon, 20 Nov 2023 09:00:00 +0700"


def our_mail(name, address):
    mail = EmailMessage()
    mail["Message-ID"], mail["To"] = name, address
    mail["From"], mail["Subject"] = "moi@trung-tam.example", "Phiếu mời"
    mail.set_content("Kính gửi")
    return mail


def report(*blocks, name=None, address="x@so.example", date=DATE, heads_only=False):
    """A report of RFC 3464 as Postfix and Exchange write it; `blocks` are of one recipient each."""
    whole = MIMEMultipart("report", report_type="delivery-status")
    whole["From"], whole["Date"] = "MAILER-DAEMON@mx.example (Mail Delivery System)", date
    whole["Auto-Submitted"] = "auto-replied"
    whole.attach(MIMEText("I'm sorry to have to inform you…"))
    status = MIMEBase("message", "delivery-status")
    told = [f"Final-Recipient: rfc822; {address}\n{block}\n" for block in blocks]
    status.set_payload(list(map(message_from_string, ["Reporting-MTA: dns; mx.example\n", *told])))
    whole.attach(status)
    if name and heads_only:
        heads = MIMEText(f"Subject: =?utf-8?q?a?=\nMessage-ID: {name}\nTo: {address}\n")
        heads.set_type("text/rfc822-headers")
        whole.attach(heads)
    elif name:
        whole.attach(MIMEMessage(our_mail(name, address)))
    return whole.as_bytes()


def failed(status="5.1.1", said=None):
    said = f"\nDiagnostic-Code: smtp; {said}" if said else ""
    return f"Action: failed\nStatus: {status}{said}"


def qmail(name, address, why="Sorry, no mailbox here by that name. (#5.1.1)"):
    return (
        f"From: MAILER-DAEMON@mx.example\nDate: {DATE}\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at mx.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{address}>:\n{why}\n\n--- Below this line is a copy of the message.\n\n"
        f"Return-Path: <moi@trung-tam.example>\nMessage-ID: {name}\nSubject: 4.2.2\n\nKính gửi\n"
    ).encode()


def exim(address, name=None):
    copy = f"\n------ This is a copy of the message ------\n\nMessage-ID: {name}\n" if name else ""
    return (
        f"From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: {address}\n"
        f"Auto-Submitted: auto-replied\nDate: {DATE}\nSubject: Mail delivery failed\n\n"
        "A message that you sent could not be delivered to one or more of its recipients.\n"
        f"This is a permanent error. The following address failed:\n\n  {address}\n"
        f"    host mx.example: 552 5.2.2 Mailbox full\n{copy}"
    ).encode()


def warning(name, address):
    return (
        f"From: Mailer-Daemon@mx.example\nDate: {DATE}\nSubject: Warning: message delayed 24 hours\n\n"
        f"A message that you sent has not yet been delivered to {address}. No action is required;\n"
        f"delivery attempts will continue. It will be retried.\n\n"
        f"--- This is a copy ---\nMessage-ID: {name}\n"
    ).encode()


def away(name):
    return (
        f"From: Quy <db016@so.example>\nReturn-Path: <>\nDate: {DATE}\nIn-Reply-To: {name}\n"
        f"Auto-Submitted: auto-replied (vacation)\nSubject: Out of office\n\n"
        "I am away. Permanent error? No: delivery failed of nothing. 5.1.1\n"
    ).encode()


def answer(name):
    return (
        f"From: Quy <db016@so.example>\nDate: {DATE}\nIn-Reply-To: {name}\nReferences: {name}\n"
        f"Subject: Re: Phieu moi\n\nToi se den.\n> Message-ID: {name}\n> 550 5.1.1 user unknown\n"
    ).encode()


def receipt(name):
    return (
        f"From: Quy <db016@so.example>\nDate: {DATE}\nMIME-Version: 1.0\nContent-Type: multipart/report; "
        'report-type=disposition-notification; boundary="b"\n\n--b\nContent-Type: text/plain\n\nRead\n'
        f"--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: {name}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    ).encode()


def as_mbox(*messages):
    """The folder of a mail program: a line "From " before each, and ">" before such lines within."""
    return b"".join(
        b"From MAILER-DAEMON Mon Nov 20 09:00:00 2023\n"
        + message.replace(b"\nFrom ", b"\n>From ")
        + b"\n\n"
        for message in messages
    )
