package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.SavedText;
import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import freemarker.template.Version;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Fallback;
import org.springframework.stereotype.Component;

/**
 * The mail templates of {@code mail.templates}, for {@code freemarker:NAME.ftlh?configuration=#mailTemplates}.
 *
 * <p>Camel's own configuration can't be used: given {@code file:…} it renames each template to "temp", so that FreeMarker neither sees the
 * {@code .ftlh} that switches HTML escaping on nor keeps the parsed template. This one also turns template faults into
 * {@link PermanentException}s that name file and line and quote no data, and keeps the last good version of a template whose edit doesn't
 * parse.
 */
@Fallback // whoever wants the web pages' configuration by its type gets that
@Component("mailTemplates")
public class MailTemplates extends Configuration {

    private static final Logger LOG = LoggerFactory.getLogger(MailTemplates.class);
    private static final Version VERSION = VERSION_2_3_34;
    private static final Pattern FAILED_AT = Pattern.compile("Failed at: (.*?)\\s+\\[in template");

    private final Path folder;
    private final Map<String, Template> lastGood = new ConcurrentHashMap<>();
    private final Map<String, String> lastFault = new ConcurrentHashMap<>();

    @Autowired
    MailTemplates(MailSettings settings, TemplateSource source) {
        this(settings.templates(), source);
    }

    /** @param folder for messages */
    public MailTemplates(Path folder, TemplateSource source) {
        super(VERSION);
        this.folder = folder;
        setTemplateLoader(new TemplateFiles(source));
        setSharedVariable("personName", new PersonName());
        setTemplateUpdateDelayMilliseconds(0); // to ask for a template's version costs next to nothing
        setLocalizedLookup(false);
        setDefaultEncoding("UTF-8");
        setOutputEncoding("UTF-8");
        setRecognizeStandardFileExtensions(true);
        neutralFormats();
        setTemplateExceptionHandler(MailTemplates::fault);
        setAttemptExceptionReporter((e, environment) -> {});
        setLogTemplateExceptions(false);
        setWrapUncheckedExceptions(true);
        readingAlone();
    }

    /** As they stand in the data: an id is no "1,234", a date no matter of where the server stands. */
    private void neutralFormats() {
        setLocale(Locale.ROOT);
        setTimeZone(TimeZone.getTimeZone("UTC"));
        setNumberFormat("computer");
        setBooleanFormat("c");
        setDateFormat("iso");
        setTimeFormat("iso");
        setDateTimeFormat("iso");
    }

    /** A template reads data; it makes no objects and calls no methods. */
    private void readingAlone() {
        DefaultObjectWrapperBuilder wrapper = new DefaultObjectWrapperBuilder(VERSION);
        wrapper.setExposureLevel(freemarker.ext.beans.BeansWrapper.EXPOSE_PROPERTIES_ONLY);
        setObjectWrapper(wrapper.build());
        setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    }

    /**
     * Fails with a message for an ops person unless the template is there and parses.
     *
     * @param name file name in the folder, with its ending
     */
    void require(String name) throws IOException {
        getTemplate(name);
    }

    @Override
    public Template getTemplate(
            String name, Locale locale, Object condition, String encoding, boolean parse, boolean ignoreMissing)
            throws IOException {
        try {
            Template template = super.getTemplate(name, locale, condition, encoding, parse, ignoreMissing);
            if (template != null && lastGood.put(name, template) != template) {
                lastFault.remove(name);
            }
            return template;
        } catch (ParseException e) {
            return lastGoodOr(name, "line " + e.getLineNumber() + ": " + firstLine(e.getEditorMessage()), e);
        } catch (SavedText.NotReadable e) {
            return lastGoodOr(name, e.getMessage(), e);
        } catch (TemplateNotFoundException e) {
            return lastGoodOr(name, "there is no such file; add it, or correct the template's name", e);
        }
    }

    private Template lastGoodOr(String name, String fault, IOException cause) {
        String message = "mail template " + folder.resolve(name) + ": " + fault;
        Template good = lastGood.get(name);
        if (good == null) {
            throw new PermanentException(message, cause);
        }
        if (!message.equals(lastFault.put(name, message))) {
            LOG.warn("{}. Its last good version stays in use.", message);
        }
        return good;
    }

    /** FreeMarker's own message may quote what a visitor wrote, so only the place and the expression are told. */
    private static void fault(TemplateException e, Environment environment, Writer out) throws TemplateException {
        if (environment.isInAttemptBlock()) {
            throw e;
        }
        String expression = e.getBlamedExpressionString();
        throw new PermanentException("mail template " + e.getTemplateSourceName() + ", line " + e.getLineNumber() + ": "
                + (expression == null ? "can't work out " + instruction(e) : "no usable value for " + expression)
                + ". Give what may be missing a default, as in ${(variable.visitor.firstName)!\"there\"}.");
    }

    /** What stands in the template, as in "- Failed at: ${x?number}  [in template …". */
    private static String instruction(TemplateException e) {
        String stack = String.valueOf(e.getFTLInstructionStack());
        Matcher matcher = FAILED_AT.matcher(stack);
        return matcher.find() ? matcher.group(1) : "an expression";
    }

    static String firstLine(String message) {
        return message == null
                ? "it can't be parsed"
                : message.strip()
                        .lines()
                        .findFirst()
                        .orElse("it can't be parsed")
                        .replaceAll("\\.$", "");
    }
}
