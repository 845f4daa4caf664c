package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.MailAddress;
import freemarker.template.Template;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        OutgoingMail mail = mail("thank-you", Map.of("variable", Map.of("visitor", Map.of("firstName", "Zoë"))));
        assertThat(mail.getSubject()).isEqualTo("Thank you Zoë");
        assertThat(text(mail)).startsWith("Thank you, Zoë\n\n");
        assertThat(html(mail)).contains(">Thank you, Zoë</h1>").doesNotContain("name=\"resend\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zoë <b>",
                "Win 100 EUR",
                "shop.example",
                "https://shop.example",
                "zoe@example.com",
                "Please call our new number at once",
                "Abcdefghijklmnopqrstuvwxyzabcdefghijklmno",
                "Zoë\r\nBcc: eve",
                "-"
            })
    void greetsNobodyByWhatIsNoName(String written) throws Exception {
        OutgoingMail mail = mail("thank-you", Map.of("variable", Map.of("visitor", Map.of("firstName", written))));
        assertThat(mail.getSubject()).isEqualTo("Thank you for talking with us");
        assertThat(text(mail)).startsWith("Thank you\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Camille",
                "Jean-Luc",
                "O'Neil",
                "Zoë",
                "María del Carmen",
                "J. R.",
                "美咲",
                "Анна",
                "Nguyễn",
                "محمد"
            })
    void knowsNames(String name) {
        assertThat(PersonName.of(" " + name + " ")).isEqualTo(name);
    }

    @Test
    void readsTemplatesAsWindowsEditorsSaveThem() throws Exception {
        byte[] page = "<html><head><title>Été</title></head>\r\n<body><p>Bonjour ${n}</body></html>\r\n"
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.write(page);
        Files.write(folder.resolve("marked.ftlh"), marked.toByteArray());
        Files.write(
                folder.resolve("wide.ftlh"),
                ("\ufeff" + new String(page, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("Loud.FTLH"), page);
        for (String name : List.of("marked.ftlh", "wide.ftlh", "loud.ftlh", "Loud.ftlh")) {
            String html = render(name, Map.of("n", "<b>"));
            assertThat(html).as(name).startsWith("<html>").contains("Bonjour &lt;b&gt;");
            assertThat(composed(html).getSubject()).isEqualTo("Été");
        }
    }

    @Test
    void saysOfATemplateInAnotherEncodingHowToSaveIt() throws Exception {
        Files.write(folder.resolve("old.ftlh"), "<title>Été</title>".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> templates().require("old.ftlh"))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("old.ftlh: it is not written in UTF-8; save it in that encoding");

        Files.write(
                folder.resolve("said.ftlh"),
                "<#ftl encoding=\"ISO-8859-1\"><title>Été</title>".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(render("said.ftlh", Map.of())).isEqualTo("<title>Été</title>");
    }

    @Test
    void seesWhatALinkHasBeenMovedTo() throws Exception {
        FileTime then = FileTime.fromMillis(1_700_000_000_000L);
        for (String version : List.of("one", "two")) {
            Path file = Files.createDirectories(folder.resolve(version).resolve("mail"))
                    .resolve("a.ftlh");
            Files.writeString(file, version);
            Files.setLastModifiedTime(file, then);
        }
        Path data = folder.resolve("..data");
        Files.createSymbolicLink(data, Path.of("one"));
        Path mail = Files.createSymbolicLink(folder.resolve("mail"), Path.of("..data", "mail"));
        MailTemplates templates = FolderTemplates.of(settings(mail));
        assertThat(templates.getTemplate("a.ftlh").toString()).isEqualTo("one");

        Files.delete(data);
        Files.createSymbolicLink(data, Path.of("two"));
        Files.delete(folder.resolve("one/mail/a.ftlh"));

        assertThat(templates.getTemplate("a.ftlh").toString()).isEqualTo("two");
    }

    @Test
    void leavesWhatOnlyOutlookReadsAsItStands() throws Exception {
        String outlook =
                """
                <!DOCTYPE html><html><head>
                <!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
                <meta name="resend" content="never"><title>Offer</title></head><body>
                <!--[if mso]><table><tr><td>Only Outlook</td></tr></table><![endif]-->
                <![if !mso]><p>All others</p><![endif]>
                <!--[if !mso]><!--><p>Others too</p><!--<![endif]--><p style="DISPLAY: none">Hidden</p>
                </body></html>
                """;
        OutgoingMail mail = composed(outlook);
        assertThat(html(mail)).isEqualTo(outlook.replace("<meta name=\"resend\" content=\"never\">", ""));
        assertThat(text(mail)).isEqualTo("All others\n\nOthers too\n");
        assertThat(mail.isRepeatable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[<META CONTENT=never NAME=resend>]",
                "[<meta data-of='a > b'\n content=\"never\" name='resend' />]<meta name=author content=Resend>",
                "<!-- <meta name=resend content=always> -->[<meta name=resend content=never>]<style>a > b {}</style>",
                "<script>'<meta name=\"resend\">'</script>[<meta/name=resend content=never >]"
            })
    void takesOutTheWordOnRepeatsAloneHoweverItIsSpelt(String marked) throws Exception {
        String html = "<html><head>" + marked + "<title>Offer</title></head><body><p>Hello</p></body></html>";
        OutgoingMail mail = composed(html.replaceAll("[\\[\\]]", ""));
        assertThat(html(mail)).isEqualTo(html.replaceAll("\\[[^\\]]+\\]", ""));
        assertThat(mail.isRepeatable()).isFalse();
    }

    private static OutgoingMail composed(String html) throws Exception {
        return new MailComposer(new MailIdentity(settings(ROUTES_MAIL)))
                .compose("t", html, MailAddress.parse("a@example.com"), "workflow", "event", null);
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
        String html = render(FolderTemplates.of(settings), name + ".ftlh", model);
        return new MailComposer(new MailIdentity(settings))
                .compose(name, html, MailAddress.parse("a@example.com"), "workflow", "event", null);
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
        return FolderTemplates.of(settings(folder));
    }

    private static MailSettings settings(Path folder) {
        return MailWorkflow.settings(1, Map.of("mail.templates", folder));
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
