package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a file belongs that is not there yet, by a name as in {@code workflows/NAME.camel.yaml}. */
final class NewFiles {

    private static final String BEGINNING = "routes/";
    private static final String MAILS = "mail/";
    private static final Pattern MAIL = Pattern.compile(".*(\\.ftlh?|\\.html|\\.sample\\.json)");

    private NewFiles() {}

    /** The file; empty where its name does not say who would read it, or leads elsewhere. */
    static Optional<RouteFile> of(RouteFolders folders, String name, byte[] bytes) {
        String below = name.startsWith(BEGINNING) ? name.substring(BEGINNING.length()) : name;
        Path path = Path.of(below).normalize();
        boolean plain = !path.isAbsolute() && path.toString().equals(below);
        for (Path part : path) {
            plain &= !part.toString().startsWith(".");
        }
        if (!plain) {
            return Optional.empty();
        }
        if (below.endsWith(".kamelet.yaml")) {
            return Optional.of(
                    file(folders, RouteFile.Kind.KAMELET, path.getFileName().toString(), bytes));
        }
        if (below.endsWith(".camel.yaml")) {
            return Optional.of(file(folders, RouteFile.Kind.ROUTES, below, bytes));
        }
        if (below.startsWith(MAILS) && MAIL.matcher(below).matches()) {
            boolean sample = below.endsWith(".json");
            return Optional.of(file(
                    folders,
                    sample ? RouteFile.Kind.SAMPLE : RouteFile.Kind.TEMPLATE,
                    below.substring(MAILS.length()),
                    bytes));
        }
        return Optional.empty();
    }

    private static RouteFile file(RouteFolders folders, RouteFile.Kind kind, String name, byte[] bytes) {
        return new RouteFile(folders.place(kind, name), kind, bytes);
    }
}
