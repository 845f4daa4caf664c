package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Camel makes no route of is refused before it gets it, with file and line. */
class NeededPartsTest {

    private static final String ROUTE = "- route:\n    id: x\n    from:\n      uri: direct:x\n      steps:\n";
    private static final String CONFIGURATION = "- routeConfiguration:\n    id: y\n    onException:\n";

    @TempDir
    Path folder;

    static Stream<String> incomplete() {
        Stream<String> steps = Stream.of(
                "filter: {simple: \"${body} == 1\"}",
                "filter: {simple: \"${body} == 1\", steps: []}",
                "doTry: {doCatch: [{exception: [java.lang.Exception], steps: [{log: a}]}]}",
                "doTry: {steps: [{log: a}], doCatch: [{steps: [{log: a}]}]}",
                "doTry: {steps: [{log: a}], doCatch: [{exception: [], steps: [{log: a}]}]}",
                "split: {simple: \"${body}\"}",
                "loop: {constant: 2}",
                "multicast: {}",
                "pipeline: {}",
                "step: {}",
                "setVariables: {}",
                "setHeaders: {headers: []}",
                "setHeader: {constant: a}",
                "setVariable: {constant: a}",
                "setProperty: {constant: a}",
                "bean: {}",
                "bean: {method: x}",
                "process: {}",
                "removeHeaders: {}",
                "throwException: {}",
                "to:",
                "toD:",
                "wireTap:",
                "log:",
                "bean:",
                "process:",
                "marshal:",
                "to: {}",
                "to: {uri: \"\"}",
                "toD: {}",
                "wireTap: {}",
                "poll: {}",
                "log: {message: \"\"}",
                "marshal: {}",
                "unmarshal: {}",
                "loadBalance: {steps: [{log: a}]}",
                "convertBodyTo: {}",
                "claimCheck: {}",
                "throttle: {}",
                "enrich: {}",
                "validate: {}",
                "script: {}",
                "setVariable: {name: a, expression: {method: {method: text}}}",
                "setVariable: {name: a, expression: {method: {}}}",
                "setVariable: {name: a, expression: {ref: {}}}",
                "setVariable: {name: a, expression: {language: {expression: a}}}",
                "setVariable: {name: a, expression: {tokenize: {}}}",
                "setExchangePattern: InOnli");
        return Stream.concat(
                steps.map(step -> ROUTE + "        - log: a\n        - " + step + "\n"),
                Stream.of(
                        "- route:\n    id: x\n    from:\n      uri: direct:x\n      steps: []\n",
                        "- route:\n    id: x\n    from:\n      uri: \"\"\n      steps:\n        - log: a\n",
                        CONFIGURATION + "      - onException:\n          steps: [{log: a}]\n"
                                + ROUTE.replace("id: x", "id: x\n    routeConfigurationId: y") + "        - log: a\n",
                        CONFIGURATION + "      - onException:\n          exception: [java.io.IOException]\n"
                                + ROUTE.replace("id: x", "id: x\n    routeConfigurationId: y") + "        - log: a\n",
                        ROUTE.replace("id: x", "id: x\n    precondition: \"${body} = 1\"") + "        - log: a\n"));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void refusesWhatCamelMakesNoRouteOf(String yaml) throws Exception {
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(Exception.class);

        RouteFolderCopy copy =
                new RouteFolderCopy(folder).write("workflows/x.camel.yaml", yaml.getBytes(StandardCharsets.UTF_8));

        assertThat(copy.findings()).anySatisfy(finding -> {
            assertThat(finding.isFault()).isTrue();
            assertThat(finding.file()).hasFileName("x.camel.yaml");
            assertThat(finding.line()).isPositive();
        });
    }

    private static void load(String yaml) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("x.yaml", yaml));
        }
    }
}
