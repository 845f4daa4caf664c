package dev.aftertalk.deploy;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.snakeyaml.engine.v2.nodes.Node;

/** Camel's reader of route files, that is given what they mean. */
final class RouteFileLoader extends YamlRoutesBuilderLoader {

    @Override
    protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
        RouteFileText.meant(root, context.getCamelContext());
        return super.builder(context, root);
    }
}
