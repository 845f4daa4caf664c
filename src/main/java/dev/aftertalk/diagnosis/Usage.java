package dev.aftertalk.diagnosis;

import java.nio.file.Path;
import java.util.List;

/**
 * What the routes use, of all systems.
 *
 * @param unread the files of routes that could not be read: what those use, and which workflows they start, is not known
 */
public record Usage(List<UsedStep> steps, List<Path> unread) {}
