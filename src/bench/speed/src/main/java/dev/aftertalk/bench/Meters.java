package dev.aftertalk.bench;

/**
 * What Prometheus is told.
 *
 * @param text in its format, a meter a line
 */
record Meters(String text) {

    long count() {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .count();
    }

    /** @return of all that have this name, whatever their labels; NaN where there are none */
    double sum(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }
}
