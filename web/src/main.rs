//! The inspector as a program: `assumable-web.wasm`.

fn main() {
    assumable_web::run();
}
