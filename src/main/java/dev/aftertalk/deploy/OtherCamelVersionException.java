package dev.aftertalk.deploy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** There are jars in {@code lib/} that were made for another version of Camel; the message names them with their versions. */
final class OtherCamelVersionException extends RuntimeException {

    OtherCamelVersionException(Map<Path, String> others) {
        super(others.entrySet().stream()
                .map(each -> each.getKey() + " is for Camel " + each.getValue())
                .collect(Collectors.joining("; ")));
    }
}
