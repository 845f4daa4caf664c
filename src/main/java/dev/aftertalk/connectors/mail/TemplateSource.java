package dev.aftertalk.connectors.mail;

import java.util.Map;

/** The mail templates that may be used now. */
@FunctionalInterface
public interface TemplateSource {

    /** What is in each file, by its name in the folder of the templates, with {@code /} between folders; the same object while nothing has changed. */
    Map<String, byte[]> templates();
}
