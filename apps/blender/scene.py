# Renders a frame of a turn around three bodies: FRAME FRAMES WIDTH SAMPLES FOLDER
import math
import os
import struct
import sys

import bpy

frame, frames, width, samples = (int(v) for v in sys.argv[sys.argv.index("--") + 1:][:4])
folder = sys.argv[-1]

bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.world = bpy.data.worlds.new("world")
scene.world.color = (0.3, 0.35, 0.45)
for place, colour in (((0, 0, 1), (0.8, 0.2, 0.1, 1)), ((2, 0, 0.6), (0.05, 0.5, 0.05, 1)), ((-2, 0.3, 0.8), (0.1, 0.2, 0.7, 1))):
    bpy.ops.mesh.primitive_uv_sphere_add(radius=place[2], location=place, segments=24, ring_count=12)
    paint = bpy.data.materials.new("paint")
    paint.diffuse_color = colour
    paint.use_nodes = True
    paint.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = colour
    bpy.context.object.data.materials.append(paint)
bpy.ops.mesh.primitive_plane_add(size=14)
sun = bpy.data.objects.new("sun", bpy.data.lights.new("sun", "SUN"))
sun.data.energy = 2.5
sun.rotation_euler = (0.6, 0.3, 0)
scene.collection.objects.link(sun)
camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
turn = 2 * math.pi * frame / frames
camera.location = (9 * math.sin(turn), -9 * math.cos(turn), 4)
camera.rotation_euler = (math.radians(70), 0, turn)
scene.collection.objects.link(camera)
scene.camera = camera

scene.view_settings.view_transform = "Standard"
render = scene.render
render.engine, render.threads_mode, render.threads = "CYCLES", "FIXED", 1
render.resolution_x, render.resolution_y, render.resolution_percentage = width, width * 3 // 4, 100
render.use_stamp, render.image_settings.file_format, render.image_settings.color_mode = False, "PNG", "RGB"
scene.cycles.device, scene.cycles.samples, scene.cycles.seed = "CPU", samples, 1
scene.cycles.use_denoising = scene.cycles.use_adaptive_sampling = False
render.filepath = "/tmp/frame.png"
bpy.ops.render.render(write_still=True)

# A picture's texts have dates and times: only what is drawn stays.
with open(render.filepath, "rb") as f:
    png = f.read()
kept, at = png[:8], 8
while at < len(png):
    size = struct.unpack(">I", png[at:at + 4])[0]
    if png[at + 4:at + 8] in (b"IHDR", b"PLTE", b"IDAT", b"IEND"):
        kept += png[at:at + 12 + size]
    at += 12 + size
with open(os.path.join(folder, f"frame-{frame:04d}.png"), "wb") as f:
    f.write(kept)
