package dev.aftertalk.packages;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;

/** Helm, in a process of its own: its library is native, with a runtime and signal handlers that no JVM of tests should have. */
final class HelmRender {

    private HelmRender() {}

    /** @param args the folder of a chart, then values as {@code name=value}; what the chart makes is printed */
    public static void main(String[] args) {
        Helm helm = new Helm(Path.of(args[0]));
        LintResult lint = helm.lint().strict().call();
        if (lint.isFailed()) {
            System.err.println(lint.getMessages());
            System.exit(1);
        }
        TemplateCommand template = helm.template().withName("shop").withKubeVersion("1.30.0");
        for (int i = 1; i < args.length; i++) {
            String[] value = args[i].split("=", 2);
            template.set(value[0], value[1]);
        }
        System.out.print(template.call());
        System.exit(0);
    }
}
