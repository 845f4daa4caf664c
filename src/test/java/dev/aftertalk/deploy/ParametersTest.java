package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.DisabledAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What route files give as a parameter arrives as it is written, whatever is in it and by whatever way. */
class ParametersTest {

    private static final List<String> TEXTS = List.of(
            "a & b",
            "50 % off + more",
            "100%25",
            "%26%2B%zz",
            "Smith (Paris) & Sons",
            "a)+b}c",
            "a}&httpMethod=DELETE",
            "a=b#c?d",
            "RAW(a)+q=b",
            "Zoë 🎁 «c»",
            "it's \"said\", \\ and |",
            " blanks around ",
            "#no bean",
            "plain");

    /** What only components of ours, and expressions, can take. */
    private static final List<String> LONGER = List.of("two\nlines", "a)&q=x", "a)&b}&q={x", " \r\n\t& ");

    private static final Map<String, String> SETTINGS = new ConcurrentHashMap<>();
    private static final List<String> KEPT = new CopyOnWriteArrayList<>();

    private static PeerServer http;
    private static SmtpPeer smtp;
    private static CamelContext camel;

    @BeforeAll
    static void open() throws Exception {
        http = new PeerServer(0);
        smtp = new SmtpPeer();
        SETTINGS.put("peer", http.url().replace("http:", ""));
        SETTINGS.put("own.base", http.url());
        SETTINGS.put("mail.port", String.valueOf(smtp.port()));
        camel = context();
        List<String> all = Stream.concat(TEXTS.stream(), LONGER.stream()).toList();
        for (int n = 0; n < all.size(); n++) {
            SETTINGS.put("text" + n, all.get(n));
            String steps = n < TEXTS.size() ? CALLS : EVALUATED_CALLS;
            load(camel, "calls" + n, fill(steps, n, all.get(n)));
            load(camel, "kamelets" + n, fill(n < TEXTS.size() ? KAMELETS : LONGER_KAMELETS, n, all.get(n)));
        }
        camel.start();
    }

    private static CamelContext context() {
        CamelContext context = new DefaultCamelContext();
        new RouteFiles().configure(context);
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:src/test/resources/parameters");
        context.getPropertiesComponent().addPropertiesSource(new Settings());
        context.getPropertiesComponent().addPropertiesFunction(new SwitchFunction(context, SwitchFunction.OFF));
        Processor keep = exchange -> KEPT.add(exchange.getVariable("kept", String.class));
        context.getRegistry().bind("keep", keep);
        return context;
    }

    @AfterAll
    static void close() throws IOException {
        camel.stop();
        http.close();
        smtp.close();
    }

    @BeforeEach
    void forget() {
        http.forget();
        smtp.received().clear();
        KEPT.clear();
    }

    private static final String EVALUATED_CALLS =
            """
            - setVariable: {name: reached, constant: yes}
            """;

    private static final String CALLS =
            """
            - to: {uri: "http:{{peer}}/to", parameters: {httpMethod: GET, q: VALUE}}
            - to: {uri: "http:{{peer}}/raw", parameters: {httpMethod: GET, q: RAWVALUE}}
            - to: {uri: "http:{{peer}}/setting", parameters: {httpMethod: GET, q: "{{SETTING}}"}}
            - to: "http:{{peer}}/uri?httpMethod=GET&q={{SETTING}}"
            - to: "http:{{peer}}/escaped?httpMethod=GET&q=ESCAPED"
            - toD: {uri: "http:{{peer}}/toD", parameters: {httpMethod: GET, q: "${variable.text}"}}
            - toD: {uri: "http:{{peer}}/toD-written", parameters: {httpMethod: GET, q: VALUE}}
            - toD: {uri: "http:{{peer}}/toD-setting", parameters: {httpMethod: GET, q: "{{SETTING}}"}}
            - toD: "http:{{peer}}/toD-uri?httpMethod=GET&q=${variable.text}"
            - toD: "${properties:own.base}/toD-base?httpMethod=GET&q=${variable.text}"
            - enrich: {simple: "http:{{peer}}/enrich?httpMethod=GET&q=${variable.text}"}
            - enrich: {simple: "http:{{peer}}/enrich-setting?httpMethod=GET&q={{SETTING}}"}
            - wireTap: {uri: "http:{{peer}}/wireTap", parameters: {httpMethod: GET, q: "${variable.text}"}}
            - wireTap: {uri: "http:{{peer}}/wireTap-static", dynamicUri: false, parameters: {httpMethod: GET, q: VALUE}}
            """;

    @ParameterizedTest
    @MethodSource("texts")
    void arrivesInWhateverIsCalled(int n, String text) {
        assertThat(send("calls" + n, text).getException()).isNull();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> http.asked().size() >= CALLS.lines().count());
        assertThat(http.asked()).hasSize((int) CALLS.lines().count()).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(decodedQuery(request)).as(request.path()).isEqualTo("q=" + text);
        });
    }

    private static final String KAMELETS =
            """
            - to: {uri: "kamelet:pass-on-action", parameters: {text: VALUE}}
            - to: {uri: "kamelet:pass-on-action", parameters: {text: "{{SETTING}}"}}
            - to: "kamelet:pass-on-action?text={{SETTING}}"
            - toD: {uri: "kamelet:pass-on-action", parameters: {text: VALUE}}
            - kamelet: {name: pass-on-action, parameters: {text: VALUE}}
            """;

    @ParameterizedTest
    @MethodSource("texts")
    void arrivesInAKameletAndInWhatThatCalls(int n, String text) {
        assertThat(send("kamelets" + n, text).getException()).isNull();

        assertThat(KEPT).hasSize(5).containsOnly(text);
        assertThat(http.asked()).hasSize(15).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(decodedQuery(request)).as(request.path()).isEqualTo("q=" + text);
        });
        assertThat(smtp.received()).hasSize(5).allSatisfy(mail -> assertThat(
                        mail.message().getSubject())
                .isEqualTo(text.strip())); // a header has no blanks around it
    }

    private static final String LONGER_KAMELETS =
            """
            - to: {uri: "kamelet:keep-action", parameters: {text: VALUE}}
            - to: {uri: "kamelet:keep-action", parameters: {text: "{{SETTING}}"}}
            - to: {uri: "kamelet:keep-action", parameters: {text: RAWVALUE}}
            - kamelet: {name: keep-action, parameters: {text: VALUE}}
            """;

    @ParameterizedTest
    @MethodSource("longer")
    void arrivesInAKameletWithLinesAndBrackets(int n, String text) {
        assertThat(send("kamelets" + n, text).getException()).isNull();

        assertThat(KEPT).hasSize(4).containsOnly(text);
    }

    static Stream<Object[]> texts() {
        return IntStream.range(0, TEXTS.size()).mapToObj(n -> new Object[] {n, TEXTS.get(n)});
    }

    static Stream<Object[]> longer() {
        return IntStream.range(0, LONGER.size()).mapToObj(n -> new Object[] {TEXTS.size() + n, LONGER.get(n)});
    }

    /** A route for these steps is made in the context that all use. */
    private static Exchange run(String steps, String text) throws Exception {
        String id = "route" + camel.getRoutesSize();
        load(camel, id, steps);
        return send(id, text);
    }

    /** The file of that name is there, and others beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"order 7", "a & b", "50 % + more", "100%25", "a=b#c", "a)b", "Zoë", "it's, so"})
    void readsTheFileThatAnExpressionNames(String text, @TempDir Path files) throws Exception {
        for (String name : List.of(text, "order", "a", "b")) {
            Files.writeString(files.resolve(name), "content of " + name);
        }
        for (String step : List.of(
                "- poll: {uri: \"file:%s\", timeout: 10000, parameters: {fileName: \"${variable.text}\", noop: true, idempotent: false}}\n",
                "- pollEnrich: {simple: \"file:%s?fileName=${variable.text}&noop=true&idempotent=false\", timeout: 10000}\n")) {
            Exchange read = run(step.formatted(files), text);
            assertThat(read.getException()).isNull();
            assertThat(read.getMessage().getBody(String.class)).isEqualTo("content of " + text);
        }
    }

    @Test
    void takesWhatCamelHasOfItsOwn() throws Exception {
        SETTINGS.put("own.text", "a & b");
        run(
                """
                - to: {uri: "http:{{peer}}/raw", parameters: {httpMethod: GET, q: "RAW({{own.text}})"}}
                - to: "http:{{peer}}/raw-uri?httpMethod=GET&q=RAW({{own.text}})"
                - to: {uri: "http:{{peer}}/late", parameters: {httpMethod: GET, q: "RAW($simple{properties:own.text})"}}
                - to: {uri: "http:{{peer}}/optional", parameters: {httpMethod: GET, p: "{{?own.missing}}", q: "{{?own.text}}"}}
                - to: {uri: "http:{{peer}}/optional", parameters: {httpMethod: GET, authPassword: "{{?own.text}}", q: "a & b"}}
                - to:
                    uri: |
                      http:{{peer}}/lines?
                        httpMethod=GET&
                        q={{own.text}}
                - to:
                    uri: |
                      kamelet:keep-action?
                        text={{own.text}}
                - to: {uri: "kamelet:keep-action", parameters: {text: "{{?own.text}}"}}
                - to: {uri: "http:{{peer}}/default", parameters: {httpMethod: GET, q: "{{own.missing:a & b}}"}}
                - to: {uri: "http:{{peer}}/composed", parameters: {httpMethod: GET, q: "{{own.a:a}} {{own.missing:& b}}"}}
                - to: {uri: "http:{{peer}}/reference", parameters: {httpMethod: GET, userAgent: "#property:own.text", q: "a & b"}}
                - toD: {uri: "http:{{peer}}/composed", parameters: {httpMethod: GET, q: "a ${variable.text} {{own.b:b}}"}}
                """,
                "&");

        assertThat(http.asked())
                .hasSize(10)
                .extracting(ParametersTest::decodedQuery)
                .containsOnly("q=a & b");
        assertThat(KEPT).containsExactly("a & b", "a & b");
    }

    @Test
    void callsWhatAnExpressionMakesAsAWhole() throws Exception {
        SETTINGS.put("own.address", "direct:reached");
        load(camel, "reached", "- setBody: {constant: reached}\n");
        for (String step : List.of(
                "toD: \"${variable.text}\"",
                "toD: \"direct:${variable.text.substring(7)}\"",
                "recipientList: {simple: \"${variable.text},direct:reached\"}",
                "enrich: {simple: \"${properties:own.address}\"}")) {
            assertThat(run("- " + step + "\n", "direct:reached").getMessage().getBody())
                    .isEqualTo("reached");
        }
    }

    @Test
    void leavesOneKameletsValuesOutOfAnother() throws Exception {
        run(
                """
                - to: {uri: "kamelet:keep-action", parameters: {text: "a & b"}}
                - to: {uri: "kamelet:keep-action", parameters: {text: "c & d"}}
                """,
                "");

        assertThat(KEPT).containsExactly("a & b", "c & d");
    }

    /** Camel runs the steps behind {@code kamelet:} for every call with the same parameters, from other workflows too. */
    @Test
    void runsWhatFollowsAKameletOnlyWhereItFollows() throws Exception {
        load(
                camel,
                "another",
                """
                - kamelet: {name: keep-action, parameters: {text: same}}
                - to: {uri: "http:{{peer}}/another", parameters: {httpMethod: GET}}
                """);
        run("- to: {uri: \"kamelet:keep-action\", parameters: {text: same}}\n", "");
        assertThat(http.asked()).isEmpty();

        send("another", "");
        assertThat(http.asked()).hasSize(1);
        assertThat(KEPT).containsExactly("same", "same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1?httpMethod=DELETE&x=", "1%2f2", "..", "1/../2", "{{peer}}", "1#2"})
    void sendsNothingWhenAVisitorWouldChangeTheAddress(String text) throws Exception {
        String steps = "- toD: \"http:{{peer}}/orders/${variable.text}/open?httpMethod=GET\"\n";
        assertThat(run(steps, "1").getException()).isNull();

        Exchange refused = run(steps, text);

        assertThat(refused.getException())
                .isInstanceOf(PermanentException.class)
                .hasMessageStartingWith("What ${variable.text} is now can't be sent: ")
                .hasMessageContaining("one of the step's parameters");
        assertThat(http.asked()).extracting(PeerRequest::path).containsExactly("/orders/1/open");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "a)&b}&q={x",
                "{{mail.port}}",
                "$simple{properties:mail.port}",
                "#property:mail.port"
            })
    void sendsNothingWhenWhatAVisitorWroteWouldNotArrive(String text) throws Exception {
        for (String steps : List.of(
                "- toD: {uri: \"http:{{peer}}/toD\", parameters: {httpMethod: GET, q: \"${variable.text}\"}}\n",
                "- toD: \"http:{{peer}}/toD?httpMethod=GET&q=${variable.text}\"\n",
                "- enrich: {simple: \"http:{{peer}}/toD?httpMethod=GET&q=${variable.text}\"}\n",
                "- poll: {uri: \"file:none\", timeout: 1, parameters: {fileName: \"${variable.text}\"}}\n",
                "- pollEnrich: {simple: \"file:none?fileName=${variable.text}\", timeout: 1}\n")) {
            assertThat(run(steps, text).getException())
                    .isInstanceOf(PermanentException.class)
                    .hasMessageStartingWith("What ${variable.text} is now can't be sent: ")
                    .message()
                    .doesNotContain(text);
        }
        assertThat(http.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kamelet:keep-action | {txt: a} | kamelet:keep-action has no parameter \"txt\"; did you mean text?",
                "kamelet:keep-action | {other: a} | kamelet:keep-action has no parameter \"other\"; it has text.",
                "kamelet:pass-on-action | {text: a, list: a & b} | can't take \"a & b\" as its list; it must match [a-z]*.",
                "kamelet:pass-on-action | {text: a, list: \"{{own.list}}\"} | can't take \"a & b\" as its list; it must match [a-z]*.",
                "kamelet:keep-action?text=Smith & Sons | | kamelet:keep-action has no parameter \" Sons\"; it has text.",
                "kamelet:keep-action?text=a&text=b | | text is given twice, as [a, b].",
                "http:{{peer}}/x | {q: \"{{own.lines}}\"} | {{own.lines}}: a parameter of this component can't hold a line break",
                "http:{{peer}}/x?q=a-{{own.list}} | | {{own.list}}: here it can't hold & + % # or a line break; write the step's uri without",
            })
    void refusesAtStartWhatWouldNotArrive(String uri, String parameters, String fault) throws Exception {
        SETTINGS.put("own.list", "a & b");
        SETTINGS.put("own.lines", "a\nb");
        String steps = "- to:\n    uri: \"" + uri + "\"\n"
                + (parameters == null ? "" : "    parameters: " + parameters + "\n");

        assertThatThrownBy(() -> run(steps, "")).hasStackTraceContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "toD: {uri: \"kamelet:keep-action\", parameters: {text: \"${variable.text}\"}} | write to: in place of toD:",
                "toD: \"kamelet:keep-action?text=${variable.text}\" | write to: in place of toD:",
                "wireTap: {uri: \"kamelet:keep-action\", parameters: {text: \"${variable.text}\"}} | dynamicUri: false below wireTap:",
                "recipientList: {simple: \"http:{{peer}}/x?q=${variable.text}\"} | recipientList can't keep apart",
                "routingSlip: {simple: \"http:{{peer}}/${variable.text}\"} | routingSlip can't keep apart",
                "toD: \"http:{{peer}}/x?${variable.text}\" | an expression can only be the value of a parameter",
            })
    void refusesAtStartAnAddressThatIsBetterNotEvaluated(String step, String fault) {
        assertThatThrownBy(() -> run("- " + step + "\n", "")).hasStackTraceContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "to: {uri: 'http:x.test', parameters: {q: \"a\\nb\"}} => a parameter of this component can't hold a line break; put",
                "to: {uri: 'http:x.test', parameters: {q: \"a\\n\"}} => a line break; write |- or >- for a text without it, or put",
                "to: {uri: 'http:x.test', parameters: {q: 'a)&b'}} => can't hold )& or a & right",
                "to: {uri: 'http:x.test', parameters: {q: '{{a}}&b'}} => can't hold )& or a & right behind a placeholder; put",
                "to: {uri: http, parameters: {httpUri: 'x.test?a&b'}} => write the whole address there, as in http:ADDRESS,",
                "setVariable: {name: leadFields, simple: 'City: ${body}'} => leadFields must be a constant: set it with constant:",
                "setVariable: {name: taskFields, expression: {simple: 'a'}} => taskFields must be a constant",
                "to: {uri: 'bean:x', variableReceive: leadFields} => leadFields must be a constant",
            })
    void saysInWhichFileAndLineATextCannotStand(String step, String fault, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.camel.yaml"), route("x", "- " + step + "\n"));

        assertThat(RouteFilesCheck.readable(of(file))).singleElement().satisfies(said -> assertThat(said.toString())
                .startsWith(file + ":6:")
                .contains(fault));
    }

    /** At the first visitor it would be too late. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "setVariable: {name: leadFields, constant: 'City ${body}'} => leadFields: A field mapping has a line that is not",
                "setVariable: {name: taskFields, constant: {expression: 'City: ${boddy}'}} => taskFields: A field mapping has no valid expression for City: ${boddy}",
                "setVariables: {variables: [{name: ticketFields, constant: 'a.b: ${variabel.x}'}]} => ticketFields: A field mapping has no valid expression for a.b",
                "setVariable: {name: ticketFields, expression: {constant: {expression: 'a: ${body'}}} => no valid expression for a: ${body"
            })
    void refusesAFieldMappingThatCannotBeEvaluatedWhenItIsLoaded(String step, String fault) {
        assertThatThrownBy(() -> run("- " + step + "\n", "")).hasStackTraceContaining(fault);
    }

    /** What can only be told later is no reason to refuse a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "setVariable: {name: ticketFields, constant: 'a: ${bean:notYet.text}'}",
                "setVariable: {name: ticketFields, constant: 'a: ${bean:notYet?method=text}'}",
                "setVariable: {name: ticketFields, constant: \"a: {{?not.there}}\\nb: x\"}",
                "setProperty: {name: ticketFields, simple: '${body}'}",
                "setHeader: {name: taskFields, simple: '${body}'}"
            })
    void takesAFieldMappingThatOnlyTheTimeOfItsUseCanTell(String step) throws Exception {
        run("- " + step + "\n", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setVariable: {name: leadFields, constant: 'City: ${body}'}",
                "setVariable: {name: ticketFields, constant: 'a.0.b: {{not.there}}'}",
                "setVariable: {name: leadFields, expression: {constant: {expression: 'City: ${body}'}}}",
                "removeVariable: {name: leadFields}"
            })
    void takesTheFieldsOfALeadAsAConstant(String step, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.camel.yaml"), route("x", "- " + step + "\n"));

        assertThat(RouteFilesCheck.readable(of(file))).isEmpty();
    }

    private static RouteSet of(Path file) throws IOException {
        return RouteSet.of(List.of(new RouteFile(file, RouteFile.Kind.ROUTES, Files.readAllBytes(file))));
    }

    @ParameterizedTest
    @CsvSource({"no, true", "off, true", "' 0 ', true", "false, true", "yes, false", "on, false", "TRUE, false"})
    void negatesAnySpellingOfASwitch(String spelling, boolean disabled) throws Exception {
        SETTINGS.put("own.switch", spelling);
        String id = "negated" + camel.getRoutesSize();

        run("- log: {id: " + id + ", disabled: \"{{!own.switch}}\", message: x}\n", "");

        assertThat(camel.getProcessor(id) instanceof DisabledAware known && known.isDisabled())
                .isEqualTo(disabled);
    }

    private record Settings() implements PropertiesSource {

        @Override
        public String getName() {
            return "settings";
        }

        @Override
        public String getProperty(String name) {
            return SETTINGS.get(name);
        }
    }

    private static String fill(String steps, int n, String text) {
        return steps.replace("RAWVALUE", quoted("RAW(" + text + ")"))
                .replace("VALUE", quoted(text))
                .replace("SETTING", "text" + n)
                .replace(
                        "ESCAPED",
                        URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static void load(CamelContext context, String id, String steps) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(id + ".camel.yaml", route(id, steps)));
    }

    private static String route(String id, String steps) {
        return """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                """
                        .formatted(id, id)
                + steps.indent(8);
    }

    /** @param text of a visitor: the variable {@code text} */
    private static Exchange send(String route, String text) {
        return camel.createProducerTemplate().send("direct:" + route, exchange -> exchange.setVariable("text", text));
    }

    /** As JSON has it, which is YAML too. */
    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }

    /** The query, with its only parameter decoded. */
    private static String decodedQuery(PeerRequest request) {
        String query = request.query();
        assertThat(query).doesNotContain("&");
        return URLDecoder.decode(query, StandardCharsets.UTF_8);
    }
}
