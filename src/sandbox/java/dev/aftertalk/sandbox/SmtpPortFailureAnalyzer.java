package dev.aftertalk.sandbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a taken SMTP port, in place of a stack trace. */
class SmtpPortFailureAnalyzer extends AbstractFailureAnalyzer<SmtpPortTakenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SmtpPortTakenException cause) {
        return new FailureAnalysis(
                "The sandbox's SMTP server can't listen on 127.0.0.1:" + cause.port() + ": "
                        + cause.getCause().getMessage() + ".",
                "Stop what listens there (another sandbox?), or start with --sandbox.smtp-port=<a free port>, or 0 to have one "
                        + "chosen.",
                cause);
    }
}
