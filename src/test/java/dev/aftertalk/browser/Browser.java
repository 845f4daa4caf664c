package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The Chromium of this machine without a window, driven as a person would: it opens addresses, clicks, types and reads. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What people have: a desk and a phone, by day and by night. */
    enum Screen {
        DESK(1280, 800, false),
        PHONE(390, 844, true);

        final int width;
        private final Map<String, Object> metrics;

        Screen(int width, int height, boolean mobile) {
            this.width = width;
            metrics = Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile);
        }
    }

    private final ChromeDriver driver;
    private final Path downloads;
    private final List<String> said = new ArrayList<>();

    private Browser(Path program, Path driverProgram) throws IOException {
        downloads = Files.createTempDirectory("aftertalk-downloads");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program.toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--window-size=1280,800",
                "--user-data-dir=" + Files.createTempDirectory("aftertalk-browser"));
        // It would like to know each version's own protocol; the commands used here are in all of them.
        Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverProgram.toFile())
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30)).scriptTimeout(Duration.ofSeconds(30));
    }

    /** Empty when this machine has none. */
    static Optional<Browser> start() throws IOException {
        Optional<Path> program = onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Optional<Path> driverProgram = onPath("chromedriver");
        return program.isEmpty() || driverProgram.isEmpty()
                ? Optional.empty()
                : Optional.of(new Browser(program.get(), driverProgram.get()));
    }

    private static Optional<Path> onPath(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** As new: at a desk by day, with no cookie, and nothing in its console. */
    void forget() {
        open("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        scripts(true);
        screen(Screen.DESK);
        dark(false);
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        console();
        said.clear();
    }

    void open(String address) {
        driver.get(address);
    }

    void back() {
        driver.navigate().back();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    String title() {
        return driver.getTitle();
    }

    void screen(Screen screen) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", screen.metrics);
    }

    /** The whole page as PNG, however long. */
    byte[] photograph() {
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
        return Base64.getDecoder().decode((String) picture);
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Whether pages may run scripts; takes effect with the next page. */
    void scripts(boolean may) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !may));
    }

    WebElement one(String css) {
        return waitFor(
                "an element " + css,
                d -> d.findElements(By.cssSelector(css)).stream().findFirst().orElse(null));
    }

    /** Clicks on the first such element, also where the page changes live. */
    void press(String css) {
        waitFor("an element " + css + " to click on", d -> {
            List<WebElement> found = d.findElements(By.cssSelector(css));
            found.stream().limit(1).forEach(WebElement::click);
            return found.isEmpty() ? null : true;
        });
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The text of the whole page, as it shows. */
    String text() {
        return one("body").getText();
    }

    /** Clicks the link or the button with this text. */
    void click(String text) {
        waitFor("a link or button '" + text + "'", d -> {
            By said = By.xpath("//*[self::a or self::button or self::summary][normalize-space()=\"" + text + "\"]");
            List<WebElement> found = d.findElements(said).stream()
                    .filter(WebElement::isDisplayed)
                    .toList();
            found.stream().limit(1).forEach(WebElement::click);
            return found.isEmpty() ? null : true;
        });
    }

    /** Fills the field with this label. */
    void type(String label, String text) {
        WebElement field = waitFor(
                "a field '" + label + "'",
                page -> page.findElement(By.id(page.findElement(By.xpath("//label[normalize-space()='" + label + "']"))
                        .getDomAttribute("for"))));
        field.clear();
        field.sendKeys(text);
    }

    /** Waits until the element shows a text that holds this. */
    void until(String css, String text) {
        waitFor(
                css + " to show '" + text + "'",
                d -> d.findElements(By.cssSelector(css)).stream()
                                .anyMatch(element -> element.getText().contains(text))
                        ? true
                        : null);
    }

    <T> T waitFor(String what, Function<WebDriver, T> condition) {
        return waitFor(what, PATIENCE, condition);
    }

    /** Asks again while the page is being changed beneath; says what it showed when it never came. */
    <T> T waitFor(String what, Duration patience, Function<WebDriver, T> condition) {
        try {
            return Awaitility.await(what)
                    .atMost(patience)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(WebDriverException.class)
                    .until(() -> condition.apply(driver), found -> found != null && !Boolean.FALSE.equals(found));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("No " + what + " at " + address() + ", which shows:\n" + text(), e);
        }
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** What was downloaded under this name, once it is there. */
    String downloaded(String start) {
        return waitFor("download " + start, d -> {
            try (Stream<Path> files = Files.list(downloads)) {
                Optional<Path> file = files.filter(
                                each -> each.getFileName().toString().startsWith(start)
                                        && each.getFileName().toString().endsWith(".csv"))
                        .findFirst();
                return file.isEmpty() ? null : Files.readString(file.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What the pages complained of since the last call: broken rules of their policy, missing files, faults of scripts. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** A complaint that the test provokes. */
    void expect(String part) {
        said.add(part);
    }

    void complainedOfNothing() {
        assertThat(console().stream()
                        .filter(line -> said.stream().noneMatch(line::contains))
                        .toList())
                .as("what pages complained of in the browser's console")
                .isEmpty();
    }

    ChromeDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
