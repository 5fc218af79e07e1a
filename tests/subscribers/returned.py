"""Returned mails and complaints about a mail of ours, as servers and providers write them. All of it invented."""

from __future__ import annotations

from email import message_from_bytes, policy

HARD = ("5.1.1", "550 5.1.1 <{who}>: Recipient address rejected: User unknown in virtual mailbox table")
FULL = ("5.2.2", "552 5.2.2 <{who}>: Mailbox is full, over quota")
SOFT = ("4.4.1", "421 4.4.1 connection to mx.uni.example timed out, temporarily deferred, giving up")


def bounce(to: str, who: str, returned: bytes, said: tuple[str, str] = HARD, number: int = 1) -> bytes:
    """A delivery status (RFC 3464) sent to `to` with the headers of the mail that came back."""
    status, words = said[0], said[1].format(who=who)
    head = returned.partition(b"\r\n\r\n")[0].decode()
    return (
        f"Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.uni.example>\r\nTo: {to}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn{number}@mx.uni.example>\r\nAuto-Submitted: auto-replied\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at host mx.uni.example.\r\n\r\n<{who}>: host said: {words}\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.uni.example\r\n\r\n"
        f"Final-Recipient: rfc822; {who}\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {words}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n--b--\r\n"
    ).encode()


def complaint(to: str, who: str, returned: bytes, number: int = 1) -> bytes:
    """A feedback report (RFC 5965) with the whole mail that a reader called spam."""
    return (
        (
            f"From: <feedback@provider.example>\r\nTo: {to}\r\nSubject: FW: Newsletter\r\nMessage-ID: <arf{number}@provider.example>\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
            "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Feedback/1.0\r\nVersion: 1\r\n"
            f"Original-Rcpt-To: <{who}>\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        ).encode()
        + returned
        + b"\r\n--b--\r\n"
    )


def without_tokens(mail: bytes) -> bytes:
    """The mail as a provider returns it that takes out everything personal but the Message-ID."""
    kept = message_from_bytes(mail, policy=policy.SMTP)
    return f"Message-ID: {kept['Message-ID']}\r\nSubject: redacted\r\n\r\nredacted\r\n".encode()
