package dev.aftertalk.connectors.mail;

import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at mail templates as they will be used, without sending anything. */
public final class TemplateCheck {

    private final MailTemplates templates;

    /** @param files what is in each template, by its name in the folder */
    public TemplateCheck(Map<String, byte[]> files) {
        templates = new MailTemplates(Path.of(""), () -> files);
    }

    /**
     * A place in a template.
     *
     * @param line from 1
     * @param column from 1
     * @param problem what is wrong there
     */
    public record Fault(int line, int column, String problem) {}

    /** What may stand behind {@code <#}. */
    public static Set<String> directives() {
        return new Configuration(Configuration.DEFAULT_INCOMPATIBLE_IMPROVEMENTS).getSupportedBuiltInDirectiveNames();
    }

    /** Why a template can't be parsed, empty when it can. */
    public List<Fault> parse(String name) {
        try {
            templates.getTemplate(name);
            return List.of();
        } catch (RuntimeException | IOException e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof ParseException parse) {
                    return List.of(new Fault(
                            parse.getLineNumber(),
                            parse.getColumnNumber(),
                            MailTemplates.firstLine(parse.getEditorMessage())));
                }
            }
            return List.of(new Fault(0, 0, String.valueOf(e.getMessage())));
        }
    }

    /** What a template that can be parsed uses and its data do not have, each place once. */
    public List<Fault> missing(String name, Map<String, Object> data) {
        List<Fault> faults = new ArrayList<>();
        try {
            Template template = templates.getTemplate(name);
            Environment environment = template.createProcessingEnvironment(data, new StringWriter());
            environment.setTemplateExceptionHandler((e, in, out) -> missing(e, out, faults));
            environment.process();
        } catch (TemplateException e) {
            missing(e, null, faults);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return faults;
    }

    private static void missing(TemplateException e, Writer out, List<Fault> faults) {
        String expression = e.getBlamedExpressionString();
        int line = e.getLineNumber() == null ? 0 : e.getLineNumber();
        int column = e.getColumnNumber() == null ? 0 : e.getColumnNumber();
        faults.add(new Fault(line, column, expression == null ? "" : expression));
    }
}
