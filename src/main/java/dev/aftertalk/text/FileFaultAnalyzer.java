package dev.aftertalk.text;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says which file or folder a start fails at and why, in place of a stack trace. */
public class FileFaultAnalyzer implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        return FileFault.within(failure)
                .map(words -> new FailureAnalysis(
                        "Aftertalk can't start: " + words + ".", "Put that right and start Aftertalk again.", failure))
                .orElse(null);
    }
}
