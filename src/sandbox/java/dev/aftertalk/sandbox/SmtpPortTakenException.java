package dev.aftertalk.sandbox;

/** The sandbox's SMTP server can't listen where it should. */
class SmtpPortTakenException extends RuntimeException {

    private final int port;

    SmtpPortTakenException(int port, Throwable cause) {
        super(
                "The sandbox's SMTP server can't listen on 127.0.0.1:" + port + " (" + cause.getMessage()
                        + "). Start with --sandbox.smtp-port=<a free port>, or 0 to have one chosen.",
                cause);
        this.port = port;
    }

    int port() {
        return port;
    }
}
