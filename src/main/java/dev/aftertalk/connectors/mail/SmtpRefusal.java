package dev.aftertalk.connectors.mail;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply with which a mail server refused something: what was asked, and what it said. Tells whether that is about this mail or its
 * recipient, or about us, so that every other mail would fare the same. The codes leave that open (Postfix says 504 or 554 to a recipient
 * and means the name at EHLO), so the words of the common servers decide first, then the enhanced code (RFC 3463, RFC 7372, RFC 7505), then
 * what was asked.
 *
 * @param asked the command that was refused, in capitals: GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, or a dot for the message itself
 * @param code its three digits
 * @param text all it said, the code included
 */
record SmtpRefusal(String asked, int code, String text) {

    /** What a refusal is about. */
    enum About {
        /** This mail or its recipient. */
        MAIL,
        /** This recipient, not seen before: it is taken a few minutes later. */
        GREYLIST,
        /** What we call ourselves at EHLO. */
        HELO,
        /** User and password, or that there is none. */
        LOGIN,
        /** That the connection is not encrypted. */
        ENCRYPTION,
        /** Our sender. */
        SENDER,
        /** That it takes mails for others from this machine. */
        RELAY,
        /** This machine, by whatever rule. */
        POLICY,
        /** Nothing for now: it is closing, full, or has had enough from us. */
        BUSY;

        /** Whether every other mail would fare the same. */
        boolean isUs() {
            return this != MAIL && this != GREYLIST;
        }
    }

    private static final int CLOSING = 421;
    private static final Set<Integer> LOGIN_CODES = Set.of(534, 535, 432);
    private static final Set<String> BEFORE_MAIL = Set.of("GREETING", "EHLO", "HELO");
    private static final Pattern ENHANCED = Pattern.compile("^\\d{3}[ -]([245])\\.(\\d{1,3})\\.(\\d{1,3})(?!\\d)");

    private static final Pattern GREYLIST = words("gr[ea]y[- ]?list");
    private static final Pattern RELAY = words("\\brelay");
    private static final Pattern HELO = words("\\b(helo|ehlo)\\b");
    private static final Pattern LOGIN =
            words("auth(entication)? (is )?required|authenticate first|not authenticated|log ?in first|login required"
                    + "|must authenticate|invalid (login|credentials)|smtp auth");
    private static final Pattern ENCRYPTION = words("starttls|encryption (is )?(required|needed)|must use tls");
    private static final Pattern RECIPIENT = words(
            "recipient (address )?(rejected|unknown|not found|denied|verification)|(user|mailbox|account|recipient)"
                    + "[^.]* (unknown|not found|unavailable|disabled|does ?n.t exist|does not exist|full|over ?quota|inactive)"
                    + "|no such (user|person|recipient|mailbox|address)|unknown (user|recipient|mailbox)|unrouteable"
                    + "|invalid (recipient|mailbox)");
    private static final Pattern SENDER =
            words("sender (address )?(rejected|denied|verify|verification)|\\b(dmarc|spf|dkim)\\b|unauthenticated"
                    + "|send as th(is|e) |not owned by|from address|sender domain");
    private static final Pattern POLICY =
            words("client host|block(ed)? (using|by|list)|black ?list|listed (in|at|by|on)|reverse (dns|host)|\\bptr\\b"
                    + "|access denied.*\\bip\\b|your ip");
    private static final Pattern BUSY = words(
            "too many (connections|messages|mails|emails|errors|concurrent)|throttl|rate[- ]?limit|(sending|message rate|hourly|daily)"
                    + " [a-z ]*(limit|quota)|try again later.*(load|busy)|insufficient (system )?(storage|space|resources)");
    private static final Pattern SIZE = words("too (large|big|much)|size|exceed");

    /** Of the enhanced codes X.7.n those that a message as such is refused with because of who sends it. */
    private static final Set<Integer> OURS_AT_THE_END =
            Set.of(8, 9, 11, 14, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 60, 61, 64, 509);

    private static Pattern words(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /** Whether it may be otherwise later. */
    boolean isTemporary() {
        return code < 500;
    }

    /** What it is about. */
    About about() {
        if (asked.equals("AUTH") || LOGIN_CODES.contains(code)) {
            return About.LOGIN;
        }
        if (asked.equals("STARTTLS")) {
            return About.ENCRYPTION;
        }
        if (code == CLOSING) {
            return About.BUSY;
        }
        if (code == 530 || code == 538) {
            return has(ENCRYPTION) || code == 538 ? About.ENCRYPTION : About.LOGIN;
        }
        if (asked.equals("GREETING")) {
            return isTemporary() ? About.BUSY : About.POLICY;
        }
        if (BEFORE_MAIL.contains(asked)) {
            return About.HELO;
        }
        return asked.equals(".") ? atTheEnd() : byWords();
    }

    /** Of a message that was read most refusals are about what stands in it. */
    private About atTheEnd() {
        if (has(GREYLIST)) {
            return About.GREYLIST;
        }
        if (has(SENDER) || group() == 7 && OURS_AT_THE_END.contains(detail())) {
            return About.SENDER;
        }
        return isTemporary() && (has(BUSY) || group() == 3) ? About.BUSY : About.MAIL;
    }

    private About byWords() {
        if (has(GREYLIST)) {
            return About.GREYLIST;
        }
        if (has(RELAY)) {
            return About.RELAY;
        }
        if (has(HELO)) {
            return About.HELO;
        }
        if (has(LOGIN)) {
            return About.LOGIN;
        }
        if (has(ENCRYPTION)) {
            return About.ENCRYPTION;
        }
        if (has(SENDER)) {
            return About.SENDER;
        }
        if (has(POLICY)) {
            return About.POLICY;
        }
        if (has(BUSY)) {
            return About.BUSY;
        }
        return has(RECIPIENT) ? About.MAIL : byCode();
    }

    private About byCode() {
        if (group() == 1) {
            return detail() == 7 || detail() == 8 ? About.SENDER : About.MAIL;
        }
        if (group() == 7 || code == 504) {
            return asked.equals("MAIL") ? About.SENDER : About.POLICY;
        }
        if (group() == 3 && detail() != 4 && isTemporary()) {
            return About.BUSY;
        }
        if (code == 503) {
            return About.POLICY;
        }
        if (asked.equals("MAIL") && group() != 2 && code != 552 && !has(SIZE)) {
            return isTemporary() ? About.BUSY : About.SENDER;
        }
        return About.MAIL;
    }

    private boolean has(Pattern words) {
        return words.matcher(text).find();
    }

    /** The second number of the enhanced code, which says what it is about; 0 when there is none. */
    private int group() {
        return enhanced(2);
    }

    private int detail() {
        return enhanced(3);
    }

    private int enhanced(int number) {
        Matcher status = ENHANCED.matcher(text.stripLeading().toLowerCase(Locale.ROOT));
        return status.find() ? Integer.parseInt(status.group(number)) : 0;
    }
}
