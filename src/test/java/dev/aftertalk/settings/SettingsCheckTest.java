package dev.aftertalk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Every setting there is, in the spellings people use, down to what the records and the routes then read. */
class SettingsCheckTest {

    static final List<Class<?>> RECORDS = records();
    private static final Pattern SHOWN = Pattern.compile("#?([a-z][A-Za-z0-9-]*(?:\\.[A-Za-z0-9_-]+)+)=.*");
    private static final Map<String, String> CAMPAIGN =
            Map.of("promo.campaigns.thank-you.expires-on", "2026-12-31", "promo.campaigns.thank-you.maximum", "500");

    /** In each round every setting is written in another way at once: a check of its own for each would take a minute. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void readsEverySettingInEverySpelling(int round) {
        Map<String, String> written = new HashMap<>(CAMPAIGN);
        Map<String, String> read = new HashMap<>();
        for (Setting setting : settings()) {
            List<String[]> spellings = spellings(setting);
            if (!spellings.isEmpty()) {
                String[] spelling = spellings.get(round % spellings.size());
                written.put(setting.name(), spelling[0]);
                read.put(setting.name(), spelling[1]);
            }
        }
        assertThat(read).hasSizeGreaterThan(60);
        StandardEnvironment environment = environment(written);
        assertThat(new SettingsCheck(environment, RECORDS).check()).isEmpty();
        read.forEach((name, value) -> assertThat(environment.getProperty(name))
                .as("%s=%s", name, written.get(name))
                .isEqualTo(value));
        bindAll(environment);
    }

    @Test
    void aWrongValueOfTheIntakeStopsTheStart() {
        Map<String, String> wrong = wrong(true);
        assertThat(wrong).hasSizeGreaterThan(8);
        StandardEnvironment environment = environment(wrong);
        BadSettingsException refusal =
                assertThrows(BadSettingsException.class, () -> new SettingsCheck(environment, RECORDS).check());
        areSaid(refusal.faults(), wrong);
    }

    @Test
    void aWrongValueOfAnythingElseLeavesTheIntakeAlone() {
        Map<String, String> wrong = wrong(false);
        assertThat(wrong).hasSizeGreaterThan(50);
        StandardEnvironment environment = environment(wrong);
        areSaid(new SettingsCheck(environment, RECORDS).check(), wrong);
        bindAll(environment);
    }

    private static void areSaid(List<SettingFault> faults, Map<String, String> wrong) {
        assertThat(faults).extracting(SettingFault::setting).containsExactlyInAnyOrderElementsOf(wrong.keySet());
        assertThat(faults).allSatisfy(fault -> assertThat(fault.problem())
                .startsWith(fault.setting() + " is \"ma-be\"; it may be "));
    }

    private static Map<String, String> wrong(boolean stops) {
        Map<String, String> wrong = new HashMap<>();
        settings().stream()
                .filter(setting -> !spellings(setting).isEmpty() && setting.raw() != List.class)
                .filter(
                        setting -> stops
                                == setting.name()
                                        .matches(
                                                "(aftertalk\\.(ledger|webhook|disk|drain-delay)|security|server\\.(port|forward))\\b.*"))
                .forEach(setting -> wrong.put(setting.name(), "ma-be"));
        return wrong;
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "no", "0", "false ", " FALSE", "Off", ""})
    void aSwitchThatSaysNoIsOff(String written) {
        assertThat(read("workflows.promo-code", written)).isEqualTo(written.isEmpty() ? "" : "false");
        assertThat(Switches.read(read("workflows.promo-code", written))).contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "yes", "1", "true ", " TRUE", "Yes"})
    void aSwitchThatSaysYesIsOn(String written) {
        assertThat(read("workflows.promo-code", written)).isEqualTo("true");
    }

    @Test
    void aSwitchNobodyCanReadIsOffAndNamed() {
        StandardEnvironment environment = environment(Map.of("workflows.promo-code", "maybe"));
        assertThat(new SettingsCheck(environment, RECORDS).check())
                .extracting(SettingFault::problem)
                .containsExactly(
                        "workflows.promo-code is \"maybe\"; it may be true or false (yes, no, on, off, 1 and 0 are read too)");
        assertThat(environment.getProperty("workflows.promo-code")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail.port | 70000 | mail.port is \"70000\"; it may be a whole number from 1 to 65535",
                "mail.host | '' | mail.host is \"\"; it may be a text that is not empty",
                "mail.read-timeout | -5s | mail.read-timeout is \"-5s\"; it may be a time such as",
                "survey.max-answers | 0 | survey.max-answers must be at least 1",
                "survey.delay | 500d | survey.delay must be 0s to 366d, such as 10m",
                "survey.questions | csat | survey.questions is [csat]; name one or more of",
                "jira.url | shop | jira.url must be the address of your site",
                "reconcile.types | a;b | reconcile.types can hold v2.conversation.closed and satisfaction.answered",
                "alerts.to | ops | alerts.to has \"ops\"; write mail addresses such as",
                "alerts.after | 0s | alerts.after must be from 1s to 1d",
                "alerts.most-per-hour | 1 | alerts.most-per-hour must be at least 2",
                "alerts.language | de | alerts.language is \"de\"; it may be en or fr",
                "tracing.endpoint | collector:4318 | tracing.endpoint must be the http or https URL of a collector",
                "tracing.sampling | 2 | tracing.sampling must be from 0 to 1",
                "retention.events | 5d | retention.events must be at least 7d",
                "resilience.smtp.max-calls-per-second | 0 | resilience.NAME.max-calls-per-second must be between",
                "dashboard.max-streams | -1 | dashboard.max-streams must be 0 to 10000",
                "satisfaction.settle-time | 2d | satisfaction.settle-time must be 0s to 24h",
                "promo.poll | 0 | promo.poll must be more than nothing",
                "aftertalk.public-url | shop | aftertalk.public-url is \"shop\"",
                "aftertalk.public-url | https://shop.example:65536 | aftertalk.public-url is \"https://shop.example:65536\"",
                "aftertalk.staff-url | https://shop.example:0/a | aftertalk.staff-url is \"https://shop.example:0/a\"",
                "iadvize.rest.url | https://x.example:70000/api/2 | iadvize.rest.url must be an http or https URL",
                "iadvize.graphql.url | https://x.example:0/graphql | iadvize.graphql.url must be an http or https URL",
                "iadvize.graphql.token-url | https://x.example:65536 | iadvize.graphql.token-url must be an http or https URL",
                "salesforce.login-url | https://x.example:65536 | salesforce.login-url must be like",
                "jira.url | https://x.example:65536 | jira.url must be the address of your site",
                "survey.url | https://x.example:65536/s | survey.url is",
                "iadvize.rest.url | ftp://x | iadvize.rest.url must be an http or https URL",
                "mail.password | ${NO_SUCH_NAME} | mail.password holds ${…} with a name that is not set"
            })
    void whatARecordRefusesLeavesTheIntakeAlone(String setting, String written, String problem) {
        StandardEnvironment environment = environment(Map.of(setting, written));
        assertThat(new SettingsCheck(environment, RECORDS).check()).anySatisfy(fault -> {
            assertThat(fault.setting()).isEqualTo(setting);
            assertThat(fault.problem()).startsWith(problem);
        });
        bindAll(environment);
    }

    @ParameterizedTest
    @CsvSource({
        "retention.events, soon, retention.events, 0s",
        "reconcile.project-ids, all, reconcile.enabled, false",
        "aftertalk.public-url, shop, aftertalk.public-url, ''",
        "survey.delay, soon, survey.delay, 10m"
    })
    void whatStandsInForAWrongSettingNeitherDeletesNorActs(String wrong, String value, String setting, String read) {
        StandardEnvironment environment = environment(Map.of(wrong, value));
        new SettingsCheck(environment, RECORDS).check();
        assertThat(environment.getProperty(setting)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://login.example.com:65536/realm", "login.example.com", "ldap://login.example.com"})
    void anIssuerThatCantBeAskedStopsTheStart(String issuer) {
        StandardEnvironment environment =
                environment(Map.of("security.oidc.issuer", issuer, "security.oidc.client-id", "aftertalk"));
        assertThatThrownBy(() -> new SettingsCheck(environment, RECORDS).check())
                .isInstanceOfSatisfying(BadSettingsException.class, refusal -> assertThat(
                                new BadSettingsAnalyzer().analyze(refusal).getDescription())
                        .contains("  security.oidc.issuer is \"" + issuer + "\"; write the issuer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.example:65536/aftertalk | 65536",
                "jdbc:postgresql://db.example:5432,standby.example:0/aftertalk?password=x | 0",
                "jdbc:postgresql://[::1]:99999/aftertalk | 99999",
                "jdbc:postgresql://db.example:port/aftertalk | port"
            })
    void aPortThatNoDatabaseHasStopsTheStart(String url, String port) {
        StandardEnvironment environment = environment(Map.of("spring.datasource.url", url));
        assertThatThrownBy(() -> new SettingsCheck(environment, RECORDS).check())
                .isInstanceOfSatisfying(BadSettingsException.class, refusal -> assertThat(
                                new BadSettingsAnalyzer().analyze(refusal).getDescription())
                        .contains("  spring.datasource.url has the port \"" + port + "\"; it may be")
                        .doesNotContain("password"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example/aftertalk",
                "jdbc:postgresql://db.example:5432,standby.example:65535/aftertalk?targetServerType=primary",
                "jdbc:postgresql://[::1]/aftertalk",
                "jdbc:postgresql:aftertalk",
                "jdbc:sqlite:data/ledger.db"
            })
    void takesTheAddressOfADatabase(String url) {
        StandardEnvironment environment = environment(Map.of("spring.datasource.url", url));
        assertThat(new SettingsCheck(environment, RECORDS).check()).isEmpty();
    }

    @Test
    void aBoundOfTheIntakeStopsTheStart() {
        StandardEnvironment environment = environment(Map.of("aftertalk.ledger.lease", "100ms"));
        assertThatThrownBy(() -> new SettingsCheck(environment, RECORDS).check())
                .isInstanceOfSatisfying(BadSettingsException.class, refusal -> assertThat(
                                new BadSettingsAnalyzer().analyze(refusal).getDescription())
                        .contains("  aftertalk.ledger.lease must be at least four times poll."));
    }

    @Test
    void saysInWhichFileAndLineAWrongSettingStands() throws IOException {
        StandardEnvironment environment = environment(Map.of());
        environment
                .getPropertySources()
                .addFirst(new org.springframework.boot.env.PropertiesPropertySourceLoader()
                        .load(
                                "mine",
                                new org.springframework.core.io.ByteArrayResource("\n\nmail.port=many".getBytes()) {
                                    @Override
                                    public String getFilename() {
                                        return "application.properties";
                                    }
                                })
                        .get(0));
        assertThat(new SettingsCheck(environment, RECORDS).check())
                .extracting(SettingFault::problem)
                .containsExactly(
                        "mail.port is \"many\" (application.properties:3); it may be a whole number from 1 to 65535");
    }

    @Test
    void neverShowsASecret() {
        Map<String, String> secrets = new HashMap<>();
        settings().stream().filter(Setting::isSecret).forEach(setting -> secrets.put(setting.name(), " s3cr&t+%41 "));
        assertThat(secrets).hasSizeGreaterThan(8);
        StandardEnvironment environment = environment(secrets);
        assertThat(new SettingsCheck(environment, RECORDS).check()).isEmpty();
        secrets.forEach((name, value) ->
                assertThat(environment.getProperty(name)).isEqualTo(name.endsWith(".secrets") ? value.strip() : value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one,two", " one; two ", "one ;two;", "\r\none\r\ntwo\r\n", "one,;two", "one\ntwo"})
    void readsSeveralSecretsAsAnyOtherList(String written) {
        assertThat(read("iadvize.webhook.secrets", written)).isEqualTo("one,two");
    }

    @Test
    void saysThatASecretIsInQuotesWithoutShowingIt() {
        for (String written : List.of("\"s3cr&t\"", "'s3cr&t'", "\u201cs3cr&t\u201d")) {
            assertThat(QuotedSecrets.in(environment(Map.of("mail.password", written)), RECORDS))
                    .singleElement()
                    .asString()
                    .startsWith("mail.password is in quotes")
                    .doesNotContain("s3cr&t");
            assertThat(QuotedSecrets.in(environment(Map.of("iadvize.webhook.secrets", "a; " + written)), RECORDS))
                    .hasSize(1);
        }
        assertThat(QuotedSecrets.in(environment(Map.of("mail.password", "\"", "jira.api-token", "a\"b\"")), RECORDS))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Summer", "black_friday", "BLACK_friday", "x", "2026", "_a", "a-"})
    void takesAnyNameThatPeopleChoose(String name) {
        String campaign = "promo.campaigns." + name;
        StandardEnvironment environment = environment(Map.of(
                campaign + ".source",
                " Pattern ",
                campaign + ".pattern",
                "A-{8}",
                campaign + ".valid-for",
                "2 D",
                "workflows." + name,
                "On "));
        assertThat(new SettingsCheck(environment, RECORDS).check()).isEmpty();
        assertThat(environment.getProperty("workflows." + name)).isEqualTo("true");
        assertThat(environment.getProperty(campaign + ".valid-for")).isEqualTo("2d");
        bindAll(environment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workflows.my_workflow", "workflows.mySwitch", "promo.campaigns.Summer.maximum"})
    void namesAWrongValueBelowANameThatPeopleChoose(String name) {
        StandardEnvironment environment = environment(Map.of(name, "maybe"));
        assertThat(new SettingsCheck(environment, RECORDS).check())
                .extracting(SettingFault::setting)
                .containsExactly(name);
        bindAll(environment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workflows.\u00e9t\u00e9", "workflows.$", "workflows.my switch", "workflows.a/b"})
    void aNameThatNobodyCanHaveStopsNothing(String name) {
        StandardEnvironment environment = environment(Map.of(name, "on"));
        assertThat(new SettingsCheck(environment, RECORDS).check()).isEmpty();
        bindAll(environment);
    }

    @ParameterizedTest
    @CsvSource({
        "server.servlet.session.timeout, 1h30m, 5400",
        "server.servlet.session.timeout, 8 h, 28800",
        "server.servlet.session.timeout, 600, 600",
        "server.servlet.session.timeout, 500ms, 1",
        "camel.component.http.connect-timeout, 5s, 5000",
        "camel.component.http.connect-timeout, 5000, 5000",
        "camel.component.http.response-timeout, PT1M, 60000",
        "camel.component.http.so-timeout, 1 m, 60000",
        "camel.component.http.connection-request-timeout, 1s500ms, 1500",
        "server.port, ' 8081 ', 8081",
        "server.forward-headers-strategy, ' None', None"
    })
    void readsWhatSpringAndCamelReadInTheSameSpellings(String setting, String written, String read) {
        assertThat(read(setting, written)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"server.servlet.session.timeout, soon, 28800", "camel.component.http.connect-timeout, -1s, 5000"})
    void aWrongTimeOfSpringsOrCamelsIsNamedAndCountsAsTheDefault(String setting, String written, String read) {
        StandardEnvironment environment = environment(Map.of(setting, written));
        assertThat(new SettingsCheck(environment, RECORDS).check())
                .extracting(SettingFault::problem)
                .singleElement()
                .asString()
                .startsWith(setting + " is \"" + written + "\"; it may be a time such as");
        assertThat(environment.getProperty(setting)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"server.port, 70000", "server.port, web", "server.forward-headers-strategy, all"})
    void aWrongPortOrTrustInProxiesStopsTheStart(String setting, String written) {
        StandardEnvironment environment = environment(Map.of(setting, written));
        assertThat(assertThrows(BadSettingsException.class, () -> new SettingsCheck(environment, RECORDS).check())
                        .faults())
                .extracting(SettingFault::setting)
                .containsExactly(setting);
    }

    @Test
    void knowsEverySettingThatIsShown() throws IOException {
        List<String> shown = Files.readAllLines(Path.of("application.properties")).stream()
                .map(SHOWN::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .filter(name -> !name.startsWith("sandbox.")) // only there with its profile
                .toList();
        assertThat(shown).hasSizeGreaterThan(100);
        assertThat(settings()).extracting(Setting::name).containsAll(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.hots, mail.host",
        "survey.dealy, survey.delay",
        "promo.campaigns.thank-you.valid-fro, promo.campaigns.thank-you.valid-for",
        "promo.campains.other.source, promo.campaigns.other.source",
        "workflow.promo-code, workflows.promo-code",
        "mails.host, mail.host",
        "iadvize.webhook.secret, iadvize.webhook.secrets"
    })
    void asksWhetherAnotherNameWasMeant(String written, String meant) {
        assertThat(UnknownSettings.in(environment(Map.of(written, "x")), RECORDS))
                .containsExactly(written + " is no setting of Aftertalk; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.sales-to",
                "shop.name",
                "workflows.refund",
                "mail.maxConnections",
                "mail.read_timeout",
                "promo.campaigns.spring.label"
            })
    void letsUsersHaveSettingsOfTheirOwn(String name) {
        assertThat(UnknownSettings.in(environment(Map.of(name, "x")), RECORDS)).isEmpty();
    }

    private static String read(String setting, String written) {
        StandardEnvironment environment = environment(Map.of(setting, written));
        assertThat(new SettingsCheck(environment, RECORDS).check()).isEmpty();
        return environment.getProperty(setting);
    }

    private static String listOf(String setting) {
        if (setting.equals("alerts.to")) {
            return "ops@shop.test,lead@shop.test";
        }
        return setting.endsWith("ids") ? "1,2" : "v2.conversation.closed,satisfaction.answered";
    }

    private static List<String[]> spellings(Setting setting) {
        String usual = environment(CAMPAIGN).getProperty(setting.name(), setting.standard());
        List<String[]> pairs = new ArrayList<>();
        Class<?> type = setting.raw();
        if (type == Boolean.class || type == boolean.class) {
            boolean on = Boolean.parseBoolean(usual);
            String read = String.valueOf(on);
            for (String word : on ? List.of("true", "yes", "on", "1") : List.of("false", "no", "off", "0")) {
                pairs.add(new String[] {word, read});
                pairs.add(new String[] {word.toUpperCase(Locale.ROOT) + " ", read});
            }
        } else if (type == Duration.class) {
            if (setting.unit().isPresent()) {
                return List.of(); // They are written otherwise: see below.
            }
            Duration value = usual.isEmpty() ? Duration.ofDays(30) : Durations.parse("", usual);
            String read = Durations.write(value);
            for (String text : List.of(read, value.toString(), String.valueOf(value.toMillis()))) {
                pairs.add(new String[] {text, read});
                pairs.add(new String[] {"  " + text.toUpperCase(Locale.ROOT) + " ", read});
            }
            pairs.add(new String[] {read.replaceAll("(\\d)([a-z])", "$1 $2"), read});
        } else if (type == DataSize.class) {
            DataSize value = DataSize.parse(usual);
            String read = value.toBytes() + "B";
            for (String text : List.of(
                    usual,
                    usual.replaceAll("(\\d)([A-Z]+)", "$1 $2 "),
                    usual.toLowerCase(Locale.ROOT),
                    String.valueOf(value.toBytes()))) {
                pairs.add(new String[] {text, read});
            }
        } else if (type == List.class && !setting.isSecret()) {
            String list = usual.isEmpty() ? listOf(setting.name()) : usual;
            for (String text : List.of(
                    list, list.replace(",", " ; "), list + ", ,", "\r\n" + list.replace(",", "\r\n\r\n") + "\r\n")) {
                pairs.add(new String[] {text, list});
            }
        } else if (type.isEnum()) {
            pairs.add(new String[] {usual.toUpperCase(Locale.ROOT) + " ", usual.toUpperCase(Locale.ROOT)});
        } else if (Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type))
                || type == java.time.LocalDate.class) {
            String value = usual.isEmpty() ? "7" : usual;
            pairs.add(new String[] {" " + value + "  ", value});
        }
        return pairs;
    }

    private static List<Setting> settings() {
        return new SettingsCatalog(Binder.get(environment(CAMPAIGN))).all(RECORDS);
    }

    private static void bindAll(StandardEnvironment environment) {
        for (Class<?> type : RECORDS) {
            assertThat((Object) Binder.get(environment).bindOrCreate(SettingsCatalog.prefix(type), type))
                    .isNotNull();
        }
    }

    /** The product's defaults, with these above. */
    private static StandardEnvironment environment(Map<String, String> given) {
        try {
            StandardEnvironment environment = new StandardEnvironment();
            environment
                    .getPropertySources()
                    .addLast(new ResourcePropertySource(new ClassPathResource("application.properties")));
            environment.getPropertySources().addFirst(new MapPropertySource("given", new HashMap<>(given)));
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("sandbox", Map.of("sandbox.url", "http://127.0.0.1:8080")));
            return environment;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Class<?>> records() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scan.setEnvironment(new StandardEnvironment());
        List<Class<?>> records = new ArrayList<>();
        scan.findCandidateComponents("dev.aftertalk").forEach(found -> {
            Class<?> type = ClassUtils.resolveClassName(found.getBeanClassName(), null);
            if (type.isRecord()) {
                records.add(type);
            }
        });
        assertThat(records).hasSizeGreaterThan(15);
        return records;
    }
}
