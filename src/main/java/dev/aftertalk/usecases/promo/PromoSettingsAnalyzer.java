package dev.aftertalk.usecases.promo;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a campaign instead of showing a stack trace. */
class PromoSettingsAnalyzer extends AbstractFailureAnalyzer<PromoSettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PromoSettingsException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Correct it in application.properties or in the route, and start again.", cause);
    }
}
