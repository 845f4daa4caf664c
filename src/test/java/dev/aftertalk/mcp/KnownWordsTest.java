package dev.aftertalk.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownWordsTest {

    private static final String TEXT =
            """
            - route:
                id: mail
                description: Sends a mail
                from:
                  uri: ledger:workflow/mail
                  steps:
                    - to:
                        id: mail-send
                        uri: kamelet:email-sink
                        parameters:
                          template: thank-you
                          to: "${variable.visitor[email]}"
            """;

    private static RouteFile file(RouteFile.Kind kind, String text) {
        return new RouteFile(Path.of("routes/mail.camel.yaml"), kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> fresh(String text) {
        RouteSet running = RouteSet.of(List.of(file(RouteFile.Kind.ROUTES, TEXT)));
        return new KnownWords(running).fresh(file(RouteFile.Kind.ROUTES, text));
    }

    @Test
    void knowsWhatIsMadeOfWhatRuns() {
        assertThat(fresh(TEXT)).isEmpty();
        assertThat(fresh(TEXT.replace("mail-send", "send").replace("Sends a mail", "Sends one")))
                .isEmpty();
        assertThat(fresh(TEXT.replace("template: thank-you", "template: mail-send")))
                .as("a value of another key")
                .isEqualTo(Set.of());
    }

    @Test
    void namesEachValueAndKeyThatIsNew() {
        assertThat(fresh(TEXT.replace("[email]", "[phone]"))).containsExactly("${variable.visitor[phone]}");
        assertThat(fresh(TEXT.replace("kamelet:email-sink", "http://169.254.0.1")))
                .containsExactly("http://169.254.0.1");
        assertThat(fresh(TEXT.replace("template:", "list:"))).containsExactly("list");
        assertThat(fresh(TEXT.replace("description: Sends a mail", "description: \"{{mail.password}}\"")))
                .as("a name that takes in a setting")
                .containsExactly("{{mail.password}}");
        assertThat(fresh(TEXT.replace("template: thank-you", "description: free")))
                .as("a parameter called as a name is")
                .containsExactly("free");
    }

    /** A few lines of aliases can stand for more than any server holds. */
    @Test
    void refusesWhatWouldTakeTooLongToLookAt() {
        assertThatThrownBy(() -> fresh("- route: &a [mail]\n- route: *a\n")).hasMessageContaining("no aliases");
        assertThatThrownBy(() -> fresh("&a [*a]")).hasMessageContaining("no aliases");
        assertThatThrownBy(() -> fresh("? [mail]\n: mail\n")).hasMessageContaining("can't be read");
        assertThatThrownBy(() -> fresh("[".repeat(102) + "]".repeat(102))).hasMessageContaining("within one another");
        assertThatThrownBy(() -> fresh("[".repeat(60_000) + "]".repeat(60_000)))
                .as("more than the parser can go into")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("within one another");
    }

    @Test
    void knowsFilesThatHaveAliases() {
        RouteSet running = RouteSet.of(List.of(file(RouteFile.Kind.ROUTES, "- a: &x {b: [c]}\n- d: *x\n- &r [*r]\n")));
        assertThat(new KnownWords(running).fresh(file(RouteFile.Kind.ROUTES, "- d: {b: c}\n")))
                .isEmpty();
    }

    @Test
    void knowsNothingOfATemplateAndReadsNoOther() {
        KnownWords words = new KnownWords(RouteSet.of(List.of(file(RouteFile.Kind.ROUTES, TEXT))));
        assertThat(words.fresh(file(RouteFile.Kind.TEMPLATE, "thank-you"))).isNotEmpty();
        assertThatThrownBy(() -> words.fresh(file(RouteFile.Kind.ROUTES, "a: b: c")))
                .hasMessageContaining("check_file");
    }
}
