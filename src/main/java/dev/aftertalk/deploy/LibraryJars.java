package dev.aftertalk.deploy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** The jars that Aftertalk brings, and those that people put into {@code lib/} beside it. */
public final class LibraryJars {

    private static final Pattern JAR = Pattern.compile("(?:.*[/!])?([^/!]+?)-(\\d[^/!]*?)\\.jar(?:!/)?");
    /** As the launcher of the jar names what is not inside of it. */
    private static final Pattern ADDED = Pattern.compile("(?:jar:)?(file:[^!]+\\.jar)(?:!/)?");

    private static final Path LIB = Path.of("lib").toAbsolutePath();

    private static final Pattern POM =
            Pattern.compile("META-INF/maven/org\\.apache\\.camel[^/]*/[^/]+/pom\\.properties");

    private LibraryJars() {}

    /** The version of Camel that Aftertalk runs on. */
    public static String camelVersion() {
        return CamelContext.class.getPackage().getImplementationVersion();
    }

    /**
     * The libraries that Aftertalk itself brings.
     *
     * @return versions by the names that Maven calls artifact ids
     */
    public static Map<String, String> own() {
        Map<String, String> own = new TreeMap<>();
        for (String jar : classPath()) {
            Matcher name = JAR.matcher(jar);
            if (name.matches() && !ADDED.matcher(jar).matches()) {
                own.put(name.group(1), name.group(2));
            }
        }
        return own;
    }

    /** The artifact id that a file of a library is called after; the file's name where it bears no version. */
    public static String artifact(Path jar) {
        Matcher name = JAR.matcher(jar.getFileName().toString());
        return name.matches() ? name.group(1) : jar.getFileName().toString();
    }

    /** The jars in {@code lib/} that are on the class path. */
    static List<Path> added() {
        List<Path> added = new ArrayList<>();
        for (String jar : classPath()) {
            Matcher file = ADDED.matcher(jar);
            if (file.matches()) {
                added.add(Path.of(URI.create(file.group(1))));
            }
        }
        return added;
    }

    /** Those whose parts of Camel were made for another version of it than Aftertalk's, with that version. */
    static Map<Path, String> ofOtherCamel(List<Path> jars) {
        Map<Path, String> others = new TreeMap<>();
        for (Path jar : jars) {
            String version = camelVersion(jar);
            if (version != null && !version.equals(camelVersion())) {
                others.put(jar, version);
            }
        }
        return others;
    }

    private static String camelVersion(Path jar) {
        if (!Files.isRegularFile(jar)) {
            return null;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (POM.matcher(entry.getName()).matches()) {
                    Properties pom = new Properties();
                    try (InputStream in = file.getInputStream(entry)) {
                        pom.load(in);
                    }
                    return pom.getProperty("version");
                }
            }
        } catch (IOException e) {
            return null; // whoever reads a class from it says why it can't be read
        }
        return null;
    }

    private static List<String> classPath() {
        if (LibraryJars.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::toString).toList();
        }
        List<String> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            all.add(LIB.equals(jar.getParent()) ? jar.toUri().toString() : entry);
            all.addAll(beside(jar));
        }
        return all;
    }

    /** What a jar says that it needs beside it, as that of an unpacked Aftertalk does. */
    private static List<String> beside(Path entry) {
        if (!Files.isRegularFile(entry)) {
            return List.of();
        }
        try (JarFile file = new JarFile(entry.toFile())) {
            Manifest manifest = file.getManifest();
            String needed =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return needed == null ? List.of() : List.of(needed.split(" "));
        } catch (IOException e) {
            return List.of();
        }
    }
}
