package dev.aftertalk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.PermanentException;
import freemarker.template.Template;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class MailTemplatesTest {

    private static final Path ROUTES_MAIL = Path.of("routes/mail");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyTemplateMakesTheMailItsSampleTells() throws IOException {
        return templatesOfTheProduct()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Map<String, Object> sample = sample(name);
                    OutgoingMail mail = mail(name, sample);
                    assertThat(mail.getSubject()).isEqualTo(sample.get("subject"));
                    assertThat(text(mail)).doesNotContain("<", "{", "$").hasSizeGreaterThan(40);
                }));
    }

    @TestFactory
    @SuppressWarnings("unchecked")
    Stream<DynamicTest> everyTemplateDoesWithAVisitorWhoLeftOnlyAnAddress() throws IOException {
        return templatesOfTheProduct()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Map<String, Object> sample = new java.util.HashMap<>(sample(name));
                    Map<String, Object> variables =
                            new java.util.HashMap<>((Map<String, Object>) sample.get("variable"));
                    variables.put("visitor", Map.of("email", "anonymous@example.com"));
                    sample.put("variable", variables);
                    OutgoingMail mail = mail(name, sample);
                    assertThat(mail.getSubject()).isNotBlank();
                    assertThat(text(mail)).hasSizeGreaterThan(40);
                }));
    }

    @Test
    void thanksAnAnonymousVisitorWithoutAName() throws Exception {
        OutgoingMail mail = mail("thank-you", Map.of("body", Map.of(), "variable", Map.of()));
        assertThat(mail.getSubject()).isEqualTo("Thank you for talking with us");
        assertThat(text(mail)).startsWith("Thank you\n\n");
        assertThat(mail("thank-you", Map.of("variable", Map.of("visitor", Map.of("firstName", " "))))
                        .getSubject())
                .isEqualTo("Thank you for talking with us");
    }

    @Test
    void makesNoMailWithoutAPromoCode() {
        for (Map<String, Object> variables :
                List.<Map<String, Object>>of(Map.of(), Map.of("promo", Map.of("label", "10 %")))) {
            assertThatThrownBy(() -> mail("promo-code", Map.of("body", Map.of(), "variable", variables)))
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("promo-code.ftlh");
        }
    }

    @Test
    void offersToUnsubscribeFromPromoCodesWhenTheyAreOfAList() throws Exception {
        Map<String, Object> promo = Map.of("code", "A-1");
        Map<String, Object> ofAList = Map.of("promo", promo, "unsubscribe", "https://a.test/unsubscribe/x");
        assertThat(text(mail("promo-code", Map.of("variable", ofAList))))
                .endsWith("Unsubscribe (https://a.test/unsubscribe/x)\n");
        assertThat(text(mail("promo-code", Map.of("variable", Map.of("promo", promo)))))
                .doesNotContain("Unsubscribe");
    }

    @Test
    void thanksAVisitorByFirstName() throws Exception {
        OutgoingMail mail = mail("thank-you", Map.of("variable", Map.of("visitor", Map.of("firstName", "Zoë <b>"))));
        assertThat(mail.getSubject()).isEqualTo("Thank you Zoë <b>");
        assertThat(text(mail)).startsWith("Thank you, Zoë <b>\n\n");
        assertThat(html(mail)).contains(">Thank you, Zoë &lt;b&gt;</h1>").doesNotContain("name=\"resend\"");
    }

    @Test
    void writesNumbersAsTheyStand() throws Exception {
        write("a.ftlh", "${n} ${f} ${b}");
        assertThat(render("a.ftlh", Map.of("n", 1234567, "f", 1234.5, "b", true)))
                .isEqualTo("1234567 1234.5 true");
    }

    @Test
    void letsATemplateMakeNoObjectsAndCallNoMethods() throws Exception {
        write("new.ftlh", "${\"freemarker.template.utility.Execute\"?new()(\"id\")}");
        write("call.ftlh", "${o.getClass()}");
        assertThatThrownBy(() -> render("new.ftlh", Map.of())).isInstanceOf(PermanentException.class);
        assertThatThrownBy(() -> render("call.ftlh", Map.of("o", new StringBuilder("x"))))
                .isInstanceOf(PermanentException.class);
        assertThatThrownBy(() -> templates().require("../new.ftlh")).isInstanceOf(PermanentException.class);
    }

    @Test
    void letsATemplateRecoverFromAFault() throws Exception {
        write("a.ftlh", "<#attempt>${missing}<#recover>none</#attempt>");
        assertThat(render("a.ftlh", Map.of())).isEqualTo("none");
    }

    @Test
    void readsATemplateOnce() throws Exception {
        write("a.ftlh", "A");
        MailTemplates templates = templates();
        assertThat(templates.getTemplate("a.ftlh")).isSameAs(templates.getTemplate("a.ftlh"));
    }

    @Test
    void keepsTheLastGoodVersionWhileAnEditIsBroken() throws Exception {
        MailTemplates templates = templates();
        templates.setTemplateUpdateDelayMilliseconds(0);
        write("a.ftlh", "first");
        Template first = templates.getTemplate("a.ftlh");

        edit("a.ftlh", "${", 10);
        assertThat(templates.getTemplate("a.ftlh")).isSameAs(first);
        Files.delete(folder.resolve("a.ftlh"));
        assertThat(templates.getTemplate("a.ftlh")).isSameAs(first);
        edit("a.ftlh", "second", 20);
        assertThat(templates.getTemplate("a.ftlh").toString()).isEqualTo("second");
    }

    private static Stream<String> templatesOfTheProduct() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES_MAIL)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ftlh"))
                    .map(file -> file.substring(0, file.length() - ".ftlh".length()))
                    .toList();
            assertThat(names).contains("thank-you");
            return names.stream();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> sample(String name) throws IOException {
        return new ObjectMapper()
                .readValue(ROUTES_MAIL.resolve(name + ".sample.json").toFile(), Map.class);
    }

    private static OutgoingMail mail(String name, Map<String, Object> model) throws Exception {
        MailSettings settings = settings(ROUTES_MAIL);
        String html = render(new MailTemplates(settings), name + ".ftlh", model);
        return new MailComposer(new MailIdentity(settings)).compose(name, html, "a@example.com", "workflow", "event");
    }

    private static String text(OutgoingMail mail) throws Exception {
        return ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent().toString();
    }

    private static String html(OutgoingMail mail) throws Exception {
        return ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent().toString();
    }

    private String render(String name, Map<String, Object> model) throws Exception {
        return render(templates(), name, model);
    }

    private static String render(MailTemplates templates, String name, Map<String, Object> model) throws Exception {
        StringWriter out = new StringWriter();
        templates.getTemplate(name).process(model, out);
        return out.toString();
    }

    private MailTemplates templates() throws IOException {
        return new MailTemplates(settings(folder));
    }

    private static MailSettings settings(Path folder) {
        MailSettings usual = MailWorkflow.settings(1);
        return new MailSettings(
                usual.host(),
                1,
                "",
                "",
                usual.security(),
                "",
                usual.from(),
                folder,
                usual.connectTimeout(),
                usual.readTimeout(),
                usual.idleTimeout(),
                1);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    /** Also moves the file's time on, which two edits within its resolution would not. */
    private void edit(String name, String content, int seconds) throws IOException {
        write(name, content);
        Files.setLastModifiedTime(
                folder.resolve(name), FileTime.fromMillis(System.currentTimeMillis() + seconds * 1000L));
    }
}
