package dev.aftertalk.text;

import java.nio.file.FileSystemException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which file or folder a start fails at and why, in place of a stack trace. */
public class FileFaultAnalyzer extends AbstractFailureAnalyzer<FileSystemException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FileSystemException cause) {
        return new FailureAnalysis(
                "Aftertalk can't start: " + FileFault.words(cause) + ".",
                "Put that right and start Aftertalk again.",
                cause);
    }
}
