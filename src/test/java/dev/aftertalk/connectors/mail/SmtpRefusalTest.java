package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.connectors.mail.SmtpRefusal.About;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the words of Postfix, Exim, OpenSMTPD, Sendmail, Exchange and Gmail. */
class SmtpRefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GREETING | 554 5.7.1 You are not allowed to connect. | POLICY",
                "GREETING | 554 blocked using zen.spamhaus.org | POLICY",
                "GREETING | 421 too many connections | BUSY",
                "EHLO | 550 Access denied - Invalid HELO name | HELO",
                "HELO | 501 Syntactically invalid HELO argument(s) | HELO",
                "EHLO | 504 5.5.2 <box>: Helo command rejected: need fully-qualified hostname | HELO",
                "RCPT | 504 5.5.2 <box>: Helo command rejected: need fully-qualified hostname | HELO",
                "RCPT | 450 4.7.1 <box.local>: Helo command rejected: Host not found | HELO",
                "STARTTLS | 454 4.7.0 TLS not available due to local problem | ENCRYPTION",
                "MAIL | 530 5.7.0 Must issue a STARTTLS command first | ENCRYPTION",
                "MAIL | 538 5.7.11 Encryption required for requested authentication mechanism | ENCRYPTION",
                "AUTH | 535 5.7.8 Error: authentication failed | LOGIN",
                "AUTH | 454 4.7.0 Temporary authentication failure | LOGIN",
                "MAIL | 530 5.7.0 Authentication Required. | LOGIN",
                "MAIL | 550 Please log in first | LOGIN",
                "RCPT | 550 5.7.1 Client was not authenticated | LOGIN",
                "RCPT | 554 5.7.1 <zoe@example.com>: Relay access denied | RELAY",
                "RCPT | 454 4.7.1 <zoe@example.com>: Relay access denied | RELAY",
                "RCPT | 550 relay not permitted | RELAY",
                "RCPT | 550 5.7.1 <zoe@example.com>... Relaying denied | RELAY",
                "RCPT | 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain | RELAY",
                "RCPT | 553 5.7.1 <shop@example.com>: Sender address rejected: not owned by user shop | SENDER",
                "RCPT | 550 5.1.8 <shop@example.com>: Sender address rejected: Domain not found | SENDER",
                "MAIL | 550 5.7.60 SMTP; Client does not have permissions to send as this sender | SENDER",
                "MAIL | 553 no such sender | SENDER",
                ". | 550-5.7.26 Unauthenticated email from shop.example is not accepted due to domain's DMARC policy. | SENDER",
                "RCPT | 554 5.7.1 <host[192.0.2.1]>: Client host rejected: Access denied | POLICY",
                "RCPT | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org | POLICY",
                "RCPT | 450 4.7.25 Client host rejected: cannot find your reverse hostname | POLICY",
                "RCPT | 550 5.7.1 Command rejected | POLICY",
                "DATA | 554 5.7.1 Rejected by policy | POLICY",
                "RCPT | 421 4.7.0 Too many errors | BUSY",
                "MAIL | 452 4.3.1 Insufficient system storage | BUSY",
                "MAIL | 450 4.7.1 Error: too many messages from 192.0.2.1 | BUSY",
                "RCPT | 550 5.4.5 Daily user sending limit exceeded | BUSY",
                "RCPT | 450 4.2.0 <zoe@example.com>: Recipient address rejected: Greylisted | GREYLIST",
                "RCPT | 451 4.7.1 Greylisting in action, please come back later | GREYLIST",
                "RCPT | 550 5.1.1 <zoe@example.com>: Recipient address rejected: User unknown in virtual mailbox table | MAIL",
                "RCPT | 554 5.7.1 <zoe@example.com>: Recipient address rejected: Access denied | MAIL",
                "RCPT | 504 5.5.2 <zoe>: Recipient address rejected: need fully-qualified address | MAIL",
                "RCPT | 450 4.1.2 <zoe@example.invalid>: Recipient address rejected: Domain not found | MAIL",
                "RCPT | 550 Unrouteable address | MAIL",
                "RCPT | 550 Invalid recipient: <zoe@example.com> | MAIL",
                "RCPT | 550 no such user | MAIL",
                "RCPT | 501 5.1.3 Bad recipient address syntax | MAIL",
                "RCPT | 452 4.2.2 Mailbox full | MAIL",
                "RCPT | 552 5.2.2 The account is over quota | MAIL",
                "MAIL | 552 5.3.4 Message size exceeds fixed limit | MAIL",
                ". | 554 5.7.1 Spam message rejected | MAIL",
                ". | 552 5.7.0 This message was blocked because its content presents a potential security issue | MAIL",
                ". | 550 5.6.0 Lone CR or LF in headers | MAIL",
                ". | 451 try later | MAIL",
            })
    void tellsWhatARefusalIsAbout(String asked, String reply, About about) {
        SmtpRefusal refusal = new SmtpRefusal(asked, Integer.parseInt(reply.substring(0, 3)), reply);
        assertThat(refusal.about()).isEqualTo(about);
    }
}
